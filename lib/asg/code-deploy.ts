import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { allow } from '../machine/allow';
import type { PerColour } from '../machine/workload';
import type { AsgColour } from './colour';

/** CodeDeploy for both colours: in place, without traffic control, because the release machine moves the traffic. */
export interface AsgCodeDeploy {
  readonly application: codedeploy.ServerApplication;
  /** None of an existing group, on which CodeDeploy would put a lifecycle hook. */
  readonly groups: Partial<PerColour<codedeploy.ServerDeploymentGroup>>;
  readonly writes: iam.PolicyStatement[];
}

/** Makes the application and a deployment group for each colour. */
export function defineCodeDeploy(scope: Construct, colours: PerColour<AsgColour>): AsgCodeDeploy {
  const application = new codedeploy.ServerApplication(scope, 'Application');
  const groupOf = (id: string, colour: AsgColour) =>
    colour.own &&
    new codedeploy.ServerDeploymentGroup(scope, id, {
      application,
      autoScalingGroups: [colour.own.autoScalingGroup],
      // The idle colour serves nobody.
      deploymentConfig: codedeploy.ServerDeploymentConfig.ALL_AT_ONCE,
      installAgent: false,
    });
  const groups = {
    blue: groupOf('BlueDeploymentGroup', colours.blue),
    green: groupOf('GreenDeploymentGroup', colours.green),
  };
  const arns = [groups.blue, groups.green].flatMap((group) => group?.deploymentGroupArn ?? []);
  const configs = Stack.of(scope).formatArn({
    service: 'codedeploy',
    resource: 'deploymentconfig',
    resourceName: '*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return {
    application,
    groups,
    writes: [
      allow(['codedeploy:CreateDeployment', 'codedeploy:GetDeployment'], arns),
      allow(
        ['codedeploy:GetApplicationRevision', 'codedeploy:RegisterApplicationRevision'],
        [application.applicationArn],
      ),
      allow(['codedeploy:GetDeploymentConfig'], [configs]),
    ],
  };
}
