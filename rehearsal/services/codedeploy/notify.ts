import type { TriggerEventType } from '@aws-sdk/client-codedeploy';
import type { Cloud } from '../../cloud';
import { roleWith } from '../../principal';
import type { DeploymentRecord } from './records';

/** What is told of a deployment, to ECS or to servers. */
type NotifiedDeployment = Pick<DeploymentRecord, 'id' | 'settings'> & { readonly rollsBack?: unknown };

/** The states of EventBridge's events; they are not the statuses of the API (aws-facts 8.1). */
export type NotifiedState = 'START' | 'SUCCESS' | 'FAILURE' | 'STOP' | 'READY';

const TRIGGER: Record<NotifiedState, TriggerEventType> = {
  START: 'DeploymentStart',
  SUCCESS: 'DeploymentSuccess',
  FAILURE: 'DeploymentFailure',
  STOP: 'DeploymentStop',
  READY: 'DeploymentReady',
};

/** Tells EventBridge, and the group's SNS topics where the local AWS has SNS, that a deployment changed its state. */
export function notify(cloud: Cloud, deployment: NotifiedDeployment, state: NotifiedState): void {
  const { applicationName = '', deploymentGroupName = '', deploymentGroupId } = deployment.settings;
  cloud.events.publish({
    source: 'aws.codedeploy',
    detailType: 'CodeDeploy Deployment State-change Notification',
    resources: [
      cloud.arn('codedeploy', `application:${applicationName}`),
      cloud.arn('codedeploy', `deploymentgroup:${applicationName}/${deploymentGroupName}`),
    ],
    time: cloud.clock.now(),
    detail: {
      instanceGroupId: deploymentGroupId,
      region: cloud.region,
      application: applicationName,
      deploymentId: deployment.id,
      state,
      deploymentGroup: deploymentGroupName,
    },
  });
  trigger(cloud, deployment, deployment.rollsBack && state === 'START' ? 'DeploymentRollback' : TRIGGER[state]);
}

function trigger(cloud: Cloud, deployment: NotifiedDeployment, event: TriggerEventType): void {
  if (!cloud.tryFindService('sns')) return;
  const { triggerConfigurations = [], serviceRoleArn = '', applicationName, deploymentGroupName } = deployment.settings;
  const message = {
    region: cloud.region,
    accountId: cloud.account,
    eventTriggerName: event,
    applicationName,
    deploymentId: deployment.id,
    deploymentGroupName,
    status: event,
  };
  for (const { triggerEvents, triggerTargetArn } of triggerConfigurations) {
    if (!triggerEvents?.includes(event)) continue;
    const input = { TopicArn: triggerTargetArn, Message: JSON.stringify(message) };
    // a topic that refuses does not hold a deployment up
    cloud.call('sns', 'Publish', input, roleWith(serviceRoleArn)).catch(() => undefined);
  }
}
