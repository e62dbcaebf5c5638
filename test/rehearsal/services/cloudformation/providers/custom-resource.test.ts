import { VirtualClock } from '../../../../../rehearsal/clock';
import { LocalAws } from '../../../../../rehearsal/local-aws';
import { rootOf } from '../../../../../rehearsal/principal';
import { putTo } from '../../../../fixtures/live-state-function';
import { FakeTasks } from '../../../../fixtures/world-stage';

interface Request {
  readonly RequestType: string;
  readonly ResponseURL: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: Record<string, string>;
  readonly OldResourceProperties?: Record<string, string>;
}

/** A local AWS whose one function answers requests as the test says. */
async function world(answer: (request: Request) => object | undefined, switches: Record<string, string> = {}) {
  const clock = new VirtualClock();
  const requests: Request[] = [];
  const tasks = new FakeTasks(clock);
  const aws: LocalAws = new LocalAws({
    clock,
    tasks,
    prober: tasks,
    switches,
    functions: {
      invoke: async (_fn, event) => {
        const request = event as Request;
        requests.push(request);
        const body = answer(request);
        if (body) await putTo(aws.cloud)(request.ResponseURL, JSON.stringify(body));
        return { payload: 'null', log: [] };
      },
    },
  });
  const root = rootOf(aws.cloud.account);
  const client = aws.cloud.client(aws.cloudFormation, root);
  await aws.cloud.call(
    'lambda',
    'CreateFunction',
    { FunctionName: 'fn', Role: 'arn:aws:iam::123456789012:role/r', Code: { ZipFile: 'x' } },
    root,
  );
  const text = (Size: number, rest: object = {}) =>
    JSON.stringify({
      Resources: {
        Thing: {
          Type: 'Custom::Thing',
          Properties: { ServiceToken: 'arn:aws:lambda:us-east-1:123456789012:function:fn', Size, ServiceTimeout: 60 },
        },
        Of: {
          Type: 'AWS::SSM::Parameter',
          Properties: { Type: 'String', Name: '/of', Value: { 'Fn::Sub': '${Thing.Weight}' } },
        },
        ...rest,
      },
    });
  const settled = () => clock.run(aws.cloudFormation.settled('Shop'));
  const value = () => aws.ssm.parameters.get('/of')?.versions.at(-1)?.value;
  await client.CreateStack({ StackName: 'Shop', TemplateBody: text(1) });
  const stack = await settled();
  const update = async (size: number, rest?: object) => {
    await client.UpdateStack({ StackName: 'Shop', TemplateBody: text(size, rest) });
    return settled();
  };
  const begin = async (size: number, rest?: object) => {
    await client.UpdateStack({ StackName: 'Shop', TemplateBody: text(size, rest) });
    await clock.advance(10_000);
  };
  const answerLater = (request: Request | undefined, body: object) =>
    clock.run(putTo(aws.cloud)(request?.ResponseURL ?? '', JSON.stringify(body)));
  return { requests, stack, update, begin, answerLater, value, client, settled, clock };
}

const DONE = { Status: 'SUCCESS', PhysicalResourceId: 'thing', Data: { Weight: 7 } };
const REVERSED = {
  RequestType: 'Update',
  ResourceProperties: { Size: '1' },
  OldResourceProperties: { Size: '2' },
};

const FAILING = {
  Bad: { Type: 'AWS::SSM::Parameter', DependsOn: 'Of', Properties: { Type: 'String', Name: 'a b', Value: 'x' } },
};

describe('a custom resource', () => {
  test('has what its function answers, and is asked again when a property changes', async () => {
    let weight = 7;
    const one = await world(() => ({ Status: 'SUCCESS', PhysicalResourceId: 'thing', Data: { Weight: weight++ } }));
    expect([one.stack.status, one.value()]).toEqual(['CREATE_COMPLETE', '7']);

    await one.update(2);

    expect(one.value()).toBe('8');
    expect(one.requests).toMatchObject([
      { RequestType: 'Create', ResourceProperties: { Size: '1' } },
      {
        RequestType: 'Update',
        PhysicalResourceId: 'thing',
        ResourceProperties: { Size: '2' },
        OldResourceProperties: { Size: '1' },
      },
    ]);
  });

  test('that fails has its reason in the event', async () => {
    const { stack } = await world(() => ({ Status: 'FAILED', Reason: 'not today', PhysicalResourceId: 'thing' }));

    expect(stack.events.find((one) => one.ResourceStatus === 'CREATE_FAILED')?.ResourceStatusReason).toMatch(
      /Message returned: not today/,
    );
  });

  test('that never answers fails after its time', async () => {
    const { stack } = await world(({ RequestType }) =>
      RequestType === 'Delete' ? { Status: 'SUCCESS', PhysicalResourceId: 'x' } : undefined,
    );

    expect(stack.status).toBe('ROLLBACK_COMPLETE');
    expect(stack.events.find((one) => one.ResourceStatus === 'CREATE_FAILED')?.ResourceStatusReason).toMatch(
      /did not receive a response/,
    );
  });

  test('is asked the other way round when the update fails, and what refers to it gets the new answer', async () => {
    let weight = 7;
    const one = await world(() => ({ Status: 'SUCCESS', PhysicalResourceId: 'thing', Data: { Weight: weight++ } }));

    const stack = await one.update(2, FAILING);

    expect(stack.status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(one.requests.at(-1)).toMatchObject(REVERSED);
    expect(one.value()).toBe('9');
  });

  test('that refuses an update is asked the other way round', async () => {
    const one = await world(({ OldResourceProperties, ResourceProperties }) =>
      OldResourceProperties && ResourceProperties.Size === '2' ? { ...DONE, Status: 'FAILED', Reason: 'no' } : DONE,
    );

    expect((await one.update(2)).status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(one.requests.at(-1)).toMatchObject(REVERSED);
  });

  /** Answers at once, but not the update to 2. */
  const slow = ({ OldResourceProperties, ResourceProperties }: Request) =>
    OldResourceProperties && ResourceProperties.Size === '2' ? undefined : DONE;

  test('may be answered long after its function has ended', async () => {
    const one = await world(slow);
    await one.begin(2);
    expect(one.stack.status).toBe('UPDATE_IN_PROGRESS');

    await one.answerLater(one.requests.at(-1), { ...DONE, Data: { Weight: 8 } });

    expect((await one.settled()).status).toBe('UPDATE_COMPLETE');
    expect(one.value()).toBe('8');
  });

  test('is asked the other way round when the update is cancelled, and its late answer is not heard', async () => {
    const one = await world(slow);
    await one.begin(2);
    const asked = one.requests.at(-1);

    await one.client.CancelUpdateStack({ StackName: 'Shop' });
    const { status, events } = await one.settled();
    await one.answerLater(asked, { ...DONE, Data: { Weight: 9 } });

    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(one.requests.at(-1)).toMatchObject(REVERSED);
    expect(events.map((event) => `${event.LogicalResourceId} ${event.ResourceStatusReason}`)).toEqual(
      expect.arrayContaining(['Shop User Initiated', 'Thing Resource update cancelled']),
    );
    expect(one.value()).toBe('7');
  });

  test('is asked the other way round at once when a sibling fails meanwhile', async () => {
    const one = await world(slow);
    const from = one.clock.now();
    const { Bad } = FAILING;
    const stack = await one.update(2, { Bad: { ...Bad, DependsOn: [] } });

    expect(stack.status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(one.requests.at(-1)).toMatchObject(REVERSED);
    expect(one.clock.now() - from).toBeLessThan(10_000);
  });

  test('that answers another id is deleted by the old one in the end', async () => {
    let count = 0;
    const one = await world(({ PhysicalResourceId, RequestType }) => ({
      Status: 'SUCCESS',
      PhysicalResourceId: RequestType === 'Delete' ? PhysicalResourceId : `thing-${++count}`,
      Data: { Weight: 1 },
    }));

    await one.update(2);

    expect(one.requests.at(-1)).toMatchObject({ RequestType: 'Delete', PhysicalResourceId: 'thing-1' });
  });
});

test.each([
  ['dated', /X-Amz-Date=\d{8}T\d{6}Z/],
  ['undated', /^[^&]+\?Signature=[\w-]+$/],
])('an answer is heard at a URL that is %s', async (value, url) => {
  const { requests, stack } = await world(() => ({ Status: 'SUCCESS', PhysicalResourceId: 'p', Data: { Weight: 1 } }), {
    'cloudformation.response-url': value,
  });
  expect(stack).toMatchObject({ status: 'CREATE_COMPLETE' });
  expect(requests.map(({ ResponseURL }) => ResponseURL)).toEqual([expect.stringMatching(url)]);
});
