import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import type * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Settings } from '../../lambda/scaling-guard/environment';
import { HandlerFunction } from '../private/handler-function';

/** What a guard looks after. */
export interface ScalingGuardProps {
  readonly deploymentGroup: codedeploy.IEcsDeploymentGroup;
  readonly clusterName: string;
  readonly serviceName: string;
}

/** How long scale-in stays off at most when the call at the end of a release was lost. */
const LOOKS_EVERY = Duration.minutes(5);

/**
 * Keeps a service from scaling in while CodeDeploy releases it. Both colours run then, each with half of the load, so what looks idle is
 * not; scaling out goes on.
 *
 * CodeDeploy itself does not suspend scaling; calling Application Auto Scaling when a deployment begins and ends is what its troubleshooting page
 * says to do. The calls at both ends may be lost, so the guard looks at what runs every few minutes too.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/troubleshooting-ecs.html
 */
export class ScalingGuard extends Construct {
  constructor(scope: Construct, id: string, { deploymentGroup, clusterName, serviceName }: ScalingGuardProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const { applicationName } = deploymentGroup.application;
    const settings: Settings = {
      application: applicationName,
      deploymentGroup: deploymentGroup.deploymentGroupName,
      resourceId: `service/${clusterName}/${serviceName}`,
    };
    const { function: handler } = new HandlerFunction(this, 'Handler', {
      handler: 'scaling-guard',
      description: `Keeps ${scope.node.path} from scaling in during a release`,
      settings: stack.toJsonString(settings),
      statements: [
        new iam.PolicyStatement({
          actions: ['codedeploy:ListDeployments'],
          resources: [deploymentGroup.deploymentGroupArn],
        }),
        // Cannot be bound to resources.
        new iam.PolicyStatement({ actions: ['application-autoscaling:DescribeScalableTargets'], resources: ['*'] }),
        new iam.PolicyStatement({
          actions: ['application-autoscaling:RegisterScalableTarget'],
          // AWS makes the id of a scalable target; what kind it is of can be said.
          resources: [
            stack.formatArn({
              service: 'application-autoscaling',
              resource: 'scalable-target',
              resourceName: '*',
              arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
            }),
          ],
          conditions: {
            StringEquals: {
              'application-autoscaling:service-namespace': 'ecs',
              'application-autoscaling:scalable-dimension': 'ecs:service:DesiredCount',
            },
          },
        }),
      ],
    });
    new events.Rule(this, 'Changes', {
      description: `Releases of ${scope.node.path} begin and end`,
      eventPattern: {
        source: ['aws.codedeploy'],
        detailType: ['CodeDeploy Deployment State-change Notification'],
        detail: { application: [applicationName], deploymentGroup: [deploymentGroup.deploymentGroupName] },
      },
      targets: [new targets.LambdaFunction(handler)],
    });
    new events.Rule(this, 'Looks', {
      description: `Finds out whether a release of ${scope.node.path} runs`,
      schedule: events.Schedule.rate(LOOKS_EVERY),
      targets: [new targets.LambdaFunction(handler)],
    });
  }
}
