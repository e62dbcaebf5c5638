import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import recommended from 'aws-cdk-lib/recommended-feature-flags.json';
import { BlueGreenEcsService, HttpStep, Percent, RollbackAlarm, SmokeTest, TrafficShift } from '../../lib';

/** How many resources of each type a service has under some feature flags of the CDK. */
function countTypes(flags: object): Record<string, number> {
  const stack = new Stack(new App({ context: { ...flags } }), 'Shop');
  const cluster = new ecs.Cluster(stack, 'Cluster', {
    vpc: new ec2.Vpc(stack, 'Vpc', { restrictDefaultSecurityGroup: false }),
  });
  const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Task');
  taskDefinition.addContainer('web', {
    image: ecs.ContainerImage.fromRegistry('example/orders'),
    portMappings: [{ containerPort: 8080 }],
  });
  const service = new BlueGreenEcsService(stack, 'Orders', {
    cluster,
    taskDefinition,
    shift: TrafficShift.linear({ stepPercent: 20, stepBakeTime: Duration.minutes(2) }),
    hooks: [new SmokeTest(stack, 'Smoke', { steps: [HttpStep.get('/')] })],
  });
  service.rollbackOn(RollbackAlarm.errorRate({ threshold: Percent.of(5) }));
  const counts: Record<string, number> = {};
  for (const { Type } of Object.values<{ Type: string }>(Template.fromStack(stack).toJSON().Resources)) {
    counts[Type] = (counts[Type] ?? 0) + 1;
  }
  return counts;
}

test("a service has the same resources with all of the CDK's recommended flags and with none", () => {
  // Minimised policies join statements; the number of policies stays.
  expect(countTypes(recommended)).toEqual(countTypes({}));
});
