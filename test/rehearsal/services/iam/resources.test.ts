import { resourcesOf } from '../../../../rehearsal/services/iam/resources';
import { UNKNOWN } from '../../../../rehearsal/services/iam/wildcards';

const PLACE = { account: '1', region: 'us-east-1' };
const LISTENER = 'arn:aws:elasticloadbalancing:us-east-1:1:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2';
const GROUP = 'arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/blue/73e2d6bc24d8a067';

describe('resources of an action', () => {
  test.each<[string, string, object, string[]]>([
    ['elasticloadbalancing', 'DescribeListeners', { LoadBalancerArn: 'x' }, ['*']],
    [
      'elasticloadbalancing',
      'ModifyListener',
      { ListenerArn: LISTENER, DefaultActions: [{ TargetGroupArn: GROUP }] },
      [LISTENER],
    ],
    ['elasticloadbalancing', 'RegisterTargets', { TargetGroupArn: GROUP, Targets: [] }, [GROUP]],
    ['ecs', 'UpdateService', { cluster: 'shop', service: 'orders' }, ['arn:aws:ecs:us-east-1:1:service/shop/orders']],
    [
      'ecs',
      'UpdateService',
      { cluster: 'arn:aws:ecs:us-east-1:1:cluster/shop', service: 'orders' },
      ['arn:aws:ecs:us-east-1:1:service/shop/orders'],
    ],
    [
      'ecs',
      'DescribeServices',
      { cluster: 'shop', services: ['a', 'b'] },
      ['arn:aws:ecs:us-east-1:1:service/shop/a', 'arn:aws:ecs:us-east-1:1:service/shop/b'],
    ],
    [
      'ecs',
      'DescribeServices',
      { cluster: 'shop', services: ['arn:aws:ecs:us-east-1:1:service/shop/a'] },
      ['arn:aws:ecs:us-east-1:1:service/shop/a'],
    ],
    [
      'ecs',
      'CreateTaskSet',
      { cluster: 'shop', service: 'orders' },
      [`arn:aws:ecs:us-east-1:1:task-set/shop/orders/${UNKNOWN}`],
    ],
    [
      'ecs',
      'RegisterTaskDefinition',
      { family: 'orders' },
      [`arn:aws:ecs:us-east-1:1:task-definition/orders:${UNKNOWN}`],
    ],
    [
      'codedeploy',
      'CreateDeployment',
      { applicationName: 'A', deploymentGroupName: 'G' },
      ['arn:aws:codedeploy:us-east-1:1:deploymentgroup:A/G'],
    ],
    [
      'codedeploy',
      'GetDeployment',
      { deploymentId: 'd-1' },
      [`arn:aws:codedeploy:us-east-1:1:deploymentgroup:${UNKNOWN}/${UNKNOWN}`],
    ],
    ['lambda', 'InvokeFunction', { FunctionName: 'smoke' }, ['arn:aws:lambda:us-east-1:1:function:smoke']],
    [
      'lambda',
      'InvokeFunction',
      { FunctionName: 'arn:aws:lambda:us-east-1:1:function:smoke' },
      ['arn:aws:lambda:us-east-1:1:function:smoke'],
    ],
    ['ssm', 'GetParameter', { Name: '/a/b' }, ['arn:aws:ssm:us-east-1:1:parameter/a/b']],
    [
      'secretsmanager',
      'GetSecretValue',
      { SecretId: 'login' },
      [`arn:aws:secretsmanager:us-east-1:1:secret:login-${UNKNOWN}`],
    ],
    ['s3', 'GetObject', { Bucket: 'b', Key: 'x/y.zip' }, ['arn:aws:s3:::b/x/y.zip']],
    ['cloudwatch', 'PutMetricAlarm', { AlarmName: 'errors' }, ['arn:aws:cloudwatch:us-east-1:1:alarm:errors']],
    ['nothing', 'Known', {}, ['*']],
  ])('%s:%s of %j', (prefix, action, input, expected) => {
    expect(resourcesOf(prefix, action, input, PLACE)).toEqual(expected);
  });
});
