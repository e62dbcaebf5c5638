import { Aws } from 'aws-cdk-lib';

const CLOUDWATCH = `https://${Aws.REGION}.console.aws.amazon.com/cloudwatch/home?region=${Aws.REGION}`;

/** Where the console shows a log group. Generated names of log groups have no character that needs escaping. */
export function logUrl(logGroupName: string): string {
  return `${CLOUDWATCH}#logsV2:log-groups/log-group/${logGroupName}`;
}

/** Where the console shows a dashboard. */
export function dashboardUrl(name: string): string {
  return `${CLOUDWATCH}#dashboards/dashboard/${name}`;
}

/** Where the console shows a deployment; its id comes after it. */
export function deploymentsUrl(): string {
  return `https://${Aws.REGION}.console.aws.amazon.com/codesuite/codedeploy/deployments/`;
}

/** Where the console shows an execution of a state machine; its ARN comes after it. */
export function executionsUrl(): string {
  return `https://${Aws.REGION}.console.aws.amazon.com/states/home?region=${Aws.REGION}#/v2/executions/details/`;
}
