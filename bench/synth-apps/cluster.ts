import type { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';

/** What both ways of writing a service start from. */
export function defineCluster(stack: Stack): ecs.Cluster {
  const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1, restrictDefaultSecurityGroup: false });
  return new ecs.Cluster(stack, 'Cluster', { vpc });
}

/** The task definition of one service. */
export function defineTask(stack: Stack, name: string): ecs.FargateTaskDefinition {
  const task = new ecs.FargateTaskDefinition(stack, `${name}Task`, { family: name.toLowerCase() });
  task.addContainer('web', {
    image: ecs.ContainerImage.fromRegistry('public.ecr.aws/docker/library/node:24-alpine'),
    portMappings: [{ containerPort: 8080 }],
    logging: ecs.LogDrivers.awsLogs({ streamPrefix: name.toLowerCase() }),
  });
  return task;
}
