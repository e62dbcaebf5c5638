import { AwsError } from '../../../../rehearsal/aws-error';
import type { Operation } from '../../../../rehearsal/service';
import { ended, getDeployment, ROLE, testSfn } from './fixture';

// The pages named in these tests are those of https://docs.aws.amazon.com/step-functions/latest/dg/

const sdk = (action: string, Arguments: object, more: object = {}) => ({
  Call: { Type: 'Task', Resource: `arn:aws:states:::aws-sdk:${action}`, Arguments, ...more, End: true },
});

/** Runs one SDK integration against one scripted operation. */
async function call(action: string, Arguments: object, prefix: string, operation: string, answer: Operation) {
  const { run, scripted, cloud } = testSfn({ [prefix]: { [operation]: answer } });
  const result = await run(sdk(action, Arguments));
  return { ...result, inputs: scripted[prefix]?.inputs, calls: cloud.calls };
}

const refuses =
  (code: string, status = 400) =>
  () => {
    throw new AwsError(code, 'no', status);
  };

describe('an AWS SDK integration', () => {
  // supported-services-awssdk.html: "Parameters in Step Functions are expressed in PascalCase, even if the native service API is in camelCase"
  test('translates names both ways, and leaves the user own keys', async () => {
    const { output, inputs, events, execution } = await call(
      'ecs:describeServices',
      { Cluster: 'shop', Services: ['web'] },
      'ecs',
      'DescribeServices',
      () => ({
        services: [{ serviceName: 'web', createdAt: new Date(1000), loadBalancers: [{ targetGroupArn: 'arn' }] }],
        failures: undefined,
      }),
    );

    expect(inputs).toEqual([{ cluster: 'shop', services: ['web'] }]);
    expect(output).toEqual({
      Services: [{ ServiceName: 'web', CreatedAt: '1970-01-01T00:00:01Z', LoadBalancers: [{ TargetGroupArn: 'arn' }] }],
    });
    expect(events).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    expect(execution.history.events[2]?.taskScheduledEventDetails).toMatchObject({
      resourceType: 'aws-sdk:ecs',
      resource: 'describeServices',
      region: 'us-east-1',
      parameters: '{"Cluster":"shop","Services":["web"]}',
    });
  });

  test('keeps the keys of maps as the user wrote them', async () => {
    const { inputs } = await call(
      'lambda:tagResource',
      { Resource: 'arn', Tags: { teamName: 'blue' } },
      'lambda',
      'TagResource',
      () => ({}),
    );

    expect(inputs).toEqual([{ Resource: 'arn', Tags: { teamName: 'blue' } }]);
  });

  test('calls as the role of the machine', async () => {
    const { calls } = await call('codedeploy:getDeployment', {}, 'codedeploy', 'GetDeployment', () => ({}));

    expect(calls.at(-1)).toMatchObject({
      principal: { kind: 'role', arn: ROLE },
      action: 'codedeploy:GetDeployment',
      outcome: 'done',
    });
  });

  // supported-services-awssdk.html: "always include the Exception suffix", prefixes from the list there
  test.each([
    [
      'codedeploy:getDeployment',
      'codedeploy',
      'DeploymentDoesNotExistException',
      'CodeDeploy.DeploymentDoesNotExistException',
    ],
    [
      'elasticloadbalancingv2:modifyListener',
      'elasticloadbalancing',
      'ListenerNotFound',
      'ElasticLoadBalancingV2.ListenerNotFoundException',
    ],
    ['ecs:updateService', 'ecs', 'ServiceNotFoundException', 'Ecs.ServiceNotFoundException'],
    ['ssm:getParameter', 'ssm', 'ParameterNotFound', 'Ssm.ParameterNotFoundException'],
    [
      'autoscaling:startInstanceRefresh',
      'autoscaling',
      'InstanceRefreshInProgress',
      'AutoScaling.InstanceRefreshInProgressException',
    ],
    [
      'route53:changeResourceRecordSets',
      'route53',
      'PriorRequestNotComplete',
      'Route53.PriorRequestNotCompleteException',
    ],
    ['autoscaling:setDesiredCapacity', 'autoscaling', 'ValidationError', 'AutoScaling.AutoScalingException'],
    // an error that the model of the service does not have
    [
      'elasticloadbalancingv2:modifyListener',
      'elasticloadbalancing',
      'AccessDenied',
      'ElasticLoadBalancingV2.ElasticLoadBalancingV2Exception',
    ],
    ['ec2:describeInstances', 'ec2', 'UnauthorizedOperation', 'Ec2.Ec2Exception'],
  ])('%s that fails with %s %s is %s', async (action, prefix, code, expected) => {
    const name = action.split(':')[1] ?? '';
    const operation = `${name[0]?.toUpperCase()}${name.slice(1)}`;

    const { error } = await call(action, {}, prefix, operation, refuses(code));

    expect(error).toBe(expected);
  });

  test('names errors as the service does when the switch says so', async () => {
    const { run } = testSfn(
      { elasticloadbalancing: { ModifyListener: refuses('ListenerNotFound') } },
      { 'stepfunctions.sdk-error-names': 'as-the-service' },
    );

    const { error } = await run(sdk('elasticloadbalancingv2:modifyListener', {}));

    expect(error).toBe('ElasticLoadBalancingV2.ListenerNotFound');
  });

  // read off deployed definitions: Step Functions has the names of the Java SDK
  test('takes DnsName, not DNSName, unless the switch says so', async () => {
    const bad = sdk('elasticloadbalancingv2:describeLoadBalancers', { PageSize: 1, DNSName: 'x' });

    await expect(testSfn().create(bad)).rejects.toMatchObject({ code: 'InvalidDefinition' });
    const { output } = await call(
      'elasticloadbalancingv2:describeLoadBalancers',
      {},
      'elasticloadbalancing',
      'DescribeLoadBalancers',
      () => ({ LoadBalancers: [{ DNSName: 'x' }] }),
    );
    expect(output).toEqual({ LoadBalancers: [{ DnsName: 'x' }] });
  });
});

describe('a time-out', () => {
  const slow: Operation = async (_input, { clock }) => {
    await clock.sleep(100_000);
    return {};
  };

  // state-task.html, TimeoutSeconds: a number or an expression; the error is States.Timeout
  test.each([10, '{% 5 * 2 %}'])('of %j ends the task', async (TimeoutSeconds) => {
    const { error, seconds, events } = await testSfn({ codedeploy: { GetDeployment: slow } }).run({
      Call: { ...getDeployment, TimeoutSeconds },
    });

    expect({ error, seconds }).toEqual({ error: 'States.Timeout', seconds: 10 });
    expect(events).toContain('TaskTimedOut');
  });

  // concepts-error-handling.html: States.TaskFailed matches any error "except for States.Timeout"
  test.each([
    ['States.TaskFailed', 'FAILED'],
    ['States.Timeout', 'SUCCEEDED'],
    ['States.ALL', 'SUCCEEDED'],
  ])('is matched by %s: %s', async (name, expected) => {
    const { status } = await testSfn({ codedeploy: { GetDeployment: slow } }).run({
      Call: { ...getDeployment, TimeoutSeconds: 10, Catch: [{ ErrorEquals: [name], Next: 'Y' }] },
      Y: { Type: 'Succeed' },
    });

    expect(status).toBe(expected);
  });
});

test('a task that ends in time leaves nothing waiting', async () => {
  const { start, clock } = testSfn({ codedeploy: { GetDeployment: () => ({}) } });
  const execution = await start({ Call: { ...getDeployment, TimeoutSeconds: 3600 } });
  await clock.run(execution.ended);

  await clock.advance(1000);

  expect(ended(execution)).toMatchObject({ status: 'SUCCEEDED', seconds: 0 });
});
