import { Duration } from 'aws-cdk-lib';
import { TrafficShift } from './traffic-shift';

/** How traffic shifts behind a load balancer unless somebody says otherwise. */
export const DEFAULT_SHIFT = TrafficShift.canary({ stepPercent: 10, stepBakeTime: Duration.minutes(5) });
