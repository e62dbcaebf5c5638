import { AwsError } from '../../../rehearsal/aws-error';
import { VirtualClock } from '../../../rehearsal/clock';
import { Cloud } from '../../../rehearsal/cloud';
import type { FunctionToRun, InvocationResult } from '../../../rehearsal/ports';
import { rootOf } from '../../../rehearsal/principal';
import { CLOUDWATCH_SWITCHES, CloudWatch } from '../../../rehearsal/services/cloudwatch/cloudwatch';
import { Lambda } from '../../../rehearsal/services/lambda/lambda';
import { S3 } from '../../../rehearsal/services/s3/s3';
import { Switches } from '../../../rehearsal/switches';

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

function testLambda(run: (fn: FunctionToRun, event: unknown) => Partial<InvocationResult> = () => ({})) {
  const clock = new VirtualClock();
  const cloud = new Cloud({ clock, switches: new Switches(CLOUDWATCH_SWITCHES) });
  const s3 = cloud.add(new S3(cloud));
  const invoked: { fn: FunctionToRun; event: unknown; at: number }[] = [];
  const start = clock.now();
  const service = cloud.add(
    new Lambda(cloud, s3, {
      invoke: async (fn, event) => {
        invoked.push({ fn, event, at: clock.now() - start });
        await clock.sleep(10);
        return { payload: 'null', log: [], ...run(fn, event) };
      },
    }),
  );
  open.push(() => service.stop());
  return { clock, cloud, s3, service, invoked, lambda: cloud.client(service, rootOf(cloud.account)) };
}

const SMOKE = {
  FunctionName: 'smoke',
  Role: 'arn:aws:iam::123456789012:role/smoke',
  Runtime: 'nodejs24.x' as const,
  Handler: 'index.handler',
  Code: { ZipFile: 'exports.handler = () => {}' },
};

test('creates a function with the defaults of Lambda', async () => {
  const { lambda } = testLambda();

  expect(await lambda.CreateFunction(SMOKE)).toMatchObject({
    FunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:smoke',
    Timeout: 3,
    MemorySize: 128,
    State: 'Active',
    PackageType: 'Zip',
  });
});

test('hands the function and the event to the runner, whatever the function is called by', async () => {
  const { lambda, clock, invoked } = testLambda(() => ({ payload: '{"ok":true}' }));
  await lambda.CreateFunction({ ...SMOKE, Environment: { Variables: { TEST_URL: 'http://x' } } });
  const names = [
    'smoke',
    'smoke:$LATEST',
    '123456789012:function:smoke',
    'arn:aws:lambda:us-east-1:123456789012:function:smoke',
  ];

  for (const FunctionName of names) {
    const output = await clock.run(lambda.Invoke({ FunctionName, Payload: Buffer.from('{"a":1}') }));
    expect(String(Buffer.from(output.Payload ?? []))).toBe('{"ok":true}');
  }

  expect(invoked).toHaveLength(4);
  expect(invoked[0]).toMatchObject({
    event: { a: 1 },
    fn: { functionName: 'smoke', environment: { TEST_URL: 'http://x' }, code: { zipFile: SMOKE.Code.ZipFile } },
  });
});

test('tells a failure of the function, and records it', async () => {
  const payload = JSON.stringify({ errorType: 'Error', errorMessage: 'boom' });
  const { lambda, clock, service } = testLambda(() => ({ payload, functionError: 'Unhandled', log: ['line'] }));
  await lambda.CreateFunction(SMOKE);

  const output = await clock.run(lambda.Invoke({ FunctionName: 'smoke', LogType: 'Tail' }));

  expect(output).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
  expect(Buffer.from(output.LogResult ?? '', 'base64').toString()).toBe('line');
  expect(service.invocations).toMatchObject([{ functionName: 'smoke', durationMs: 10, error: 'boom', log: ['line'] }]);
});

test('answers an asynchronous invocation at once, and tries it twice more when it fails', async () => {
  const { lambda, clock, invoked } = testLambda(() => ({ functionError: 'Unhandled', payload: '{}' }));
  await lambda.CreateFunction(SMOKE);

  expect(await lambda.Invoke({ FunctionName: 'smoke', InvocationType: 'Event' })).toEqual({ StatusCode: 202 });
  await clock.advance(3_600_000);

  expect(invoked.map(({ at }) => at)).toEqual([0, 60_010, 180_020]);
});

test('only looks whether it could when it is a dry run', async () => {
  const { lambda, invoked } = testLambda();
  await lambda.CreateFunction(SMOKE);

  expect(await lambda.Invoke({ FunctionName: 'smoke', InvocationType: 'DryRun' })).toEqual({ StatusCode: 204 });
  expect(invoked).toEqual([]);
});

test('makes the failure of a runner a failure of the function', async () => {
  const { lambda, clock } = testLambda(() => {
    throw new Error('the code is missing');
  });
  await lambda.CreateFunction(SMOKE);

  const output = await clock.run(lambda.Invoke({ FunctionName: 'smoke' }));

  expect(output.FunctionError).toBe('Unhandled');
  expect(String(Buffer.from(output.Payload ?? []))).toContain('the code is missing');
});

test('takes code from a bucket, and from an archive', async () => {
  const { lambda, s3, service } = testLambda();
  s3.mountDirectory('assets', 'a.zip', __dirname);

  await lambda.CreateFunction({ ...SMOKE, Code: { S3Bucket: 'assets', S3Key: 'a.zip' } });
  await lambda.CreateFunction({ ...SMOKE, FunctionName: 'other', Code: { ZipFile: Buffer.from('PK') } });

  expect(service.functions.get('smoke')?.code.where).toEqual({ bucket: 'assets', key: 'a.zip' });
  const { bucket = '', key = '' } = service.functions.get('other')?.code.where ?? {};
  expect(String(s3.tryRead(bucket, key))).toBe('PK');
});

test('changes settings and keeps the others', async () => {
  const { lambda, service } = testLambda();
  await lambda.CreateFunction({ ...SMOKE, Timeout: 30 });

  await lambda.UpdateFunctionConfiguration({ FunctionName: 'smoke', MemorySize: 512 });

  expect(service.functions.get('smoke')?.settings).toMatchObject({
    Timeout: 30,
    MemorySize: 512,
    Handler: 'index.handler',
  });
});

test('keeps a resource policy', async () => {
  const { lambda } = testLambda();
  await lambda.CreateFunction(SMOKE);
  const statement = { FunctionName: 'smoke', StatementId: 'elb', Action: 'lambda:InvokeFunction' };

  await lambda.AddPermission({ ...statement, Principal: 'events.amazonaws.com', SourceArn: 'arn:rule' });

  expect(JSON.parse((await lambda.GetPolicy({ FunctionName: 'smoke' })).Policy).Statement).toEqual([
    {
      Sid: 'elb',
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Resource: 'arn:aws:lambda:us-east-1:123456789012:function:smoke',
      Condition: { ArnLike: { 'AWS:SourceArn': 'arn:rule' } },
    },
  ]);
  await lambda.RemovePermission({ FunctionName: 'smoke', StatementId: 'elb' });
  await expect(lambda.GetPolicy({ FunctionName: 'smoke' })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
  });
});

test.each([
  ['a function that is not there', { FunctionName: 'none' }, 'ResourceNotFoundException'],
  ['a version that is not there', { FunctionName: 'smoke:7' }, 'ResourceNotFoundException'],
  ['an event that is no JSON', { FunctionName: 'smoke', Payload: Buffer.from('{') }, 'InvalidRequestContentException'],
])('refuses to invoke %s', async (_what, input, code) => {
  const { lambda } = testLambda();
  await lambda.CreateFunction(SMOKE);

  await expect(lambda.Invoke(input)).rejects.toMatchObject({ code });
});

test.each([
  ['a name that is taken', {}, 'ResourceConflictException'],
  ['a time-out of an hour', { FunctionName: 'b', Timeout: 3600 }, 'ValidationException'],
  [
    'code that is nowhere',
    { FunctionName: 'b', Code: { S3Bucket: 'b', S3Key: 'k' } },
    'InvalidParameterValueException',
  ],
])('refuses to create a function with %s', async (_what, change, code) => {
  const { lambda } = testLambda();
  await lambda.CreateFunction(SMOKE);

  const created = lambda.CreateFunction({ ...SMOKE, ...change });

  await expect(created).rejects.toBeInstanceOf(AwsError);
  await expect(created).rejects.toMatchObject({ code });
});

test('makes metrics of the log lines that carry them, at the time of the invocation', async () => {
  const metric = { Namespace: 'Shop', Dimensions: [['colour']], Metrics: [{ Name: 'failed', StorageResolution: 1 }] };
  const line = { _aws: { Timestamp: 1, CloudWatchMetrics: [metric] }, colour: 'green', failed: 3 };
  const { lambda, clock, cloud } = testLambda(() => ({ log: ['plain text', JSON.stringify(line)] }));
  const cloudWatch = cloud.add(new CloudWatch(cloud));
  open.push(() => cloudWatch.stop());
  await lambda.CreateFunction(SMOKE);
  const at = clock.now();
  await clock.run(lambda.Invoke({ FunctionName: 'smoke' }));

  const { Datapoints = [] } = await cloud.client(cloudWatch, rootOf(cloud.account)).GetMetricStatistics({
    Namespace: 'Shop',
    MetricName: 'failed',
    Dimensions: [{ Name: 'colour', Value: 'green' }],
    StartTime: new Date(at),
    EndTime: new Date(at + 1_000),
    Period: 1,
    Statistics: ['Sum'],
  });
  expect(Datapoints).toEqual([{ Timestamp: new Date(at), Sum: 3, Unit: 'None' }]);
});
