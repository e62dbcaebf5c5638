import { roleWith, rootOf } from '../../../../rehearsal/principal';
import { Iam } from '../../../../rehearsal/services/iam/iam';
import { ScriptedService } from '../../endpoint/fixture';
import { localEvents } from './setting';

test('a rule invokes a function that lets it', async () => {
  const { allow, invoked, put, rule } = await localEvents();
  await allow('events.amazonaws.com', await rule({}));

  await put({ state: 'baking' });

  expect(invoked).toEqual([
    expect.objectContaining({
      source: 'my.app',
      'detail-type': 'Release',
      account: '123456789012',
      detail: { state: 'baking' },
    }),
  ]);
});

test.each([
  ['nobody', 'sns.amazonaws.com', 'arn:aws:events:us-east-1:123456789012:rule/releases'],
  ['another rule', 'events.amazonaws.com', 'arn:aws:events:us-east-1:123456789012:rule/other'],
])('a function that lets %s is not invoked, and the report can say why', async (_what, service, source) => {
  const { allow, eventBridge, invoked, put, rule } = await localEvents();
  await rule({});
  await allow(service, source);

  await put({});

  expect(invoked).toEqual([]);
  expect(eventBridge.sent[0]?.error).toMatch(/does not let events.amazonaws.com invoke it/);
});

test('a rule hears the events of AWS services', async () => {
  const { allow, cloud, clock, events, invoked, rule } = await localEvents();
  await allow('events.amazonaws.com', await rule({}));
  await events.PutRule({
    Name: 'releases',
    EventPattern: '{"source":["aws.codedeploy"],"detail":{"state":["FAILURE"]}}',
  });

  for (const state of ['START', 'FAILURE']) {
    cloud.events.publish({ source: 'aws.codedeploy', detailType: 'x', resources: [], detail: { state }, time: 0 });
  }
  await clock.advance(1);

  expect(invoked).toEqual([expect.objectContaining({ detail: { state: 'FAILURE' } })]);
});

test('a rule starts an execution as the role of its target', async () => {
  const { cloud, put, rule } = await localEvents();
  const states = cloud.add(new ScriptedService('states', { StartExecution: () => ({}) }));
  const RoleArn = 'arn:aws:iam::123456789012:role/starter';
  const machine = 'arn:aws:states:us-east-1:123456789012:stateMachine:release';

  await rule({ Arn: machine, RoleArn, InputPath: '$.detail' });
  await put({ version: 2 });

  expect(states.inputs).toEqual([{ stateMachineArn: machine, input: '{"version":2}' }]);
  expect(cloud.calls).toContainEqual(
    expect.objectContaining({ action: 'states:StartExecution', principal: roleWith(RoleArn) }),
  );
});

test('a rule publishes to a topic whose policy lets it', async () => {
  const { eventBridge, put, rule, sns, topics } = await localEvents();
  const { TopicArn = '' } = await topics.CreateTopic({ Name: 'releases' });
  await rule({
    Arn: TopicArn,
    InputTransformer: { InputPathsMap: { s: '$.detail.state' }, InputTemplate: '"is <s>"' },
  });

  await put({ state: 'one' });
  const Statement = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sns:Publish',
    Resource: TopicArn,
  };
  await topics.SetTopicAttributes({ TopicArn, AttributeName: 'Policy', AttributeValue: JSON.stringify({ Statement }) });
  await put({ state: 'two' });

  expect(sns.messages.map((one) => one.message)).toEqual(['is two']);
  expect(eventBridge.sent.map((one) => one.error)).toEqual([expect.stringContaining('does not let'), undefined]);
});

test('a target of another kind is written down', async () => {
  const { eventBridge, put, rule } = await localEvents();

  await rule({ Arn: 'arn:aws:sqs:us-east-1:123456789012:queue' });
  await put({});

  expect(eventBridge.sent).toEqual([expect.objectContaining({ recordedOnly: true, error: undefined })]);
});

test('a disabled rule is silent, and a rule with targets is kept', async () => {
  const { allow, events, invoked, put, rule } = await localEvents();
  await allow('events.amazonaws.com', await rule({}));
  await events.DisableRule({ Name: 'releases' });

  await put({});

  expect(invoked).toEqual([]);
  await expect(events.DeleteRule({ Name: 'releases' })).rejects.toMatchObject({ code: 'ValidationException' });
  await events.RemoveTargets({ Rule: 'releases', Ids: ['1'] });
  await events.DeleteRule({ Name: 'releases' });
  await expect(events.DescribeRule({ Name: 'releases' })).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
});

test('refuses events in the name of AWS, and details that are no JSON object', async () => {
  const { events, put } = await localEvents();

  const own = await put({}, 'aws.codedeploy');
  const broken = await events.PutEvents({ Entries: [{ Source: 'a', DetailType: 'b', Detail: 'c' }] });

  expect(own).toMatchObject({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'NotAuthorizedForSourceException' }] });
  expect(broken).toMatchObject({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'MalformedDetail' }] });
});

test('refuses a pattern that is none', async () => {
  const { events } = await localEvents();

  const put = events.PutRule({ Name: 'a', EventPattern: '{"source":"my.app"}' });

  await expect(put).rejects.toMatchObject({ code: 'InvalidEventPatternException' });
});

test('a role that gives a target a role must be allowed to pass it', async () => {
  const { cloud, events, rule } = await localEvents();
  await rule({});
  const iam = cloud.add(new Iam(cloud));
  cloud.gatekeeper = iam;
  const root = cloud.client(iam, rootOf(cloud.account));
  const { Role } = await root.CreateRole({ RoleName: 'deployer', AssumeRolePolicyDocument: '{"Statement":[]}' });
  const Statement = { Effect: 'Allow', Action: 'events:*', Resource: '*' };
  await root.PutRolePolicy({ RoleName: 'deployer', PolicyName: 'p', PolicyDocument: JSON.stringify({ Statement }) });
  const target = { Id: '2', Arn: 'arn:aws:states:us-east-1:123456789012:stateMachine:m' };
  const put = (more: object) =>
    cloud.call(
      'events',
      'PutTargets',
      { Rule: 'releases', Targets: [{ ...target, ...more }] },
      roleWith(Role?.Arn ?? ''),
    );

  await put({});

  await expect(put({ RoleArn: 'arn:aws:iam::123456789012:role/starter' })).rejects.toMatchObject({
    message: expect.stringContaining('iam:PassRole'),
  });
  expect((await events.ListTargetsByRule({ Rule: 'releases' })).Targets).toHaveLength(2);
});
