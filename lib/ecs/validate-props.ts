import { requireName, requireSecondsBetween, requireWholeBetween } from '../private/range-checks';
import { validateTrafficProps } from '../traffic/validate-traffic-props';
import type { BlueGreenEcsServiceProps } from './blue-green-ecs-service-props';

/** What goes wrong in AWS only after minutes of deploying is said here, before anything is made, whoever releases the service. */
export function validateProps(props: BlueGreenEcsServiceProps): void {
  requireWholeBetween(
    'desiredCount',
    props.desiredCount,
    1,
    5000,
    'a release needs a healthy task; to pause a service use its desired count after the first release',
  );
  requireSecondsBetween('healthCheckGracePeriod', props.healthCheckGracePeriod, 0, 2_147_483_647);
  requireWholeBetween('containerPort', props.containerPort, 1, 65535);
  requireName('serviceName', props.serviceName, 255, /^[\w-]+$/);
  requireFitting(props);
  validateTrafficProps(props);
}

function requireFitting(props: BlueGreenEcsServiceProps): void {
  if (props.taskDefinition.isFargateCompatible) return;
  if (props.platformVersion) {
    throw new Error("'platformVersion' is for Fargate, but the task definition is for EC2; leave it out");
  }
  if (props.taskDefinition.networkMode !== 'awsvpc') {
    for (const prop of ['taskSubnets', 'securityGroups', 'assignPublicIp'] as const) {
      if (props[prop] === undefined) continue;
      throw new Error(
        `'${prop}' is for tasks with addresses of their own, but the task definition's network mode is '${props.taskDefinition.networkMode}'; use NetworkMode.AWS_VPC or leave it out`,
      );
    }
  }
}
