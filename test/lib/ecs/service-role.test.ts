import { Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { BlueGreenEcsService, type BlueGreenEcsServiceProps, ReleaseController } from '../../../lib';
import { propertiesOf, testStack } from '../../fixtures/stack';

const ARN = 'arn:aws:iam::123456789012:role/releases';

function releasedAs(props: Pick<BlueGreenEcsServiceProps, 'controller'>, isMutable: boolean) {
  const { stack, cluster, fargateTask, template } = testStack();
  const serviceRole = iam.Role.fromRoleArn(stack, 'Releases', ARN, { mutable: isMutable });
  new BlueGreenEcsService(stack, 'Orders', { cluster, taskDefinition: fargateTask(), serviceRole, ...props });
  return template();
}

describe.each([
  {
    who: 'CodeDeploy',
    controller: ReleaseController.codeDeploy(),
    own: 'CodeDeployRole',
    action: 'ecs:CreateTaskSet',
    type: 'AWS::CodeDeploy::DeploymentGroup',
  },
  {
    who: 'ECS itself',
    controller: ReleaseController.ecs(),
    own: 'EcsLoadBalancerRole',
    action: 'elasticloadbalancing:RegisterTargets',
    type: 'AWS::ECS::Service',
  },
])('an imported role of $who', ({ controller, own, action, type }) => {
  test('is used, and allowed what is needed on this service', () => {
    const template = releasedAs({ controller }, true);

    expect(JSON.stringify(propertiesOf(template, type))).toContain(ARN);
    const allowed = Match.objectLike({ Action: Match.arrayWith([action]) });
    template.hasResourceProperties('AWS::IAM::Policy', {
      Roles: ['releases'],
      PolicyDocument: { Statement: Match.arrayWith([allowed]) },
    });
    expect(Object.keys(template.findResources('AWS::IAM::Role')).filter((id) => id.includes(own))).toEqual([]);
  });

  test('is left as it is when it is not mutable', () => {
    const policies = propertiesOf(releasedAs({ controller }, false), 'AWS::IAM::Policy');

    expect(policies.filter(({ Roles }) => Roles?.includes('releases'))).toEqual([]);
  });
});
