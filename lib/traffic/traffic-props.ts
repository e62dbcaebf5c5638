import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { ListenerProps } from './listener-props';

/** Where traffic comes in, with what is not said twice in a public construct. */
export interface TrafficProps extends ListenerProps {
  readonly vpc: ec2.IVpc;
}
