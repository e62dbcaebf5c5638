import type { Duration } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as logs from 'aws-cdk-lib/aws-logs';

/** What all ready-made hooks that send requests have in common. */
export interface HttpHookProps {
  /**
   * Time for all requests together, 1 second to 14 minutes. Later than that, the hook fails and the release goes back.
   *
   * @default Duration.minutes(5)
   */
  readonly timeout?: Duration;

  /**
   * Subnets of the function, when it runs inside the VPC. From there it must reach the APIs of CodeDeploy and, if used, of
   * EC2 (internet-facing load balancer) and Secrets Manager: through a NAT gateway or endpoints.
   *
   * @default - the private subnets of the service's VPC
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * How long the function's log is kept.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: logs.RetentionDays;
}
