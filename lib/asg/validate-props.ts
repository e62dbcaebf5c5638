import { Token } from 'aws-cdk-lib';
import { requireMinutesBetween, requireSecondsBetween, requireWholeBetween } from '../private/range-checks';
import { validateTrafficProps } from '../traffic/validate-traffic-props';
import type { BlueGreenAutoScalingGroupProps } from './blue-green-auto-scaling-group-props';

/** The limits of both groups, with their defaults. */
export interface Capacities {
  readonly min: number;
  readonly max: number;
}

/** The capacities, checked. */
export function capacitiesOf(props: BlueGreenAutoScalingGroupProps): Capacities {
  const min = props.minCapacity ?? 2;
  const max = props.maxCapacity ?? min * 2;
  requireWholeBetween('minCapacity', min, 1, 100_000, 'production needs a healthy instance');
  requireWholeBetween(
    'maxCapacity',
    max,
    Token.isUnresolved(min) ? 1 : min,
    100_000,
    "it is not less than 'minCapacity'",
  );
  const bound = Token.isUnresolved(max) ? 100_000 : max;
  requireWholeBetween('desiredCapacity', props.desiredCapacity, 1, bound, "it is at most 'maxCapacity'");
  requireWholeBetween('previewCapacity', props.previewCapacity, 1, bound, "it is at most 'maxCapacity'");
  return { min, max };
}

/** What goes wrong in AWS only after minutes is said here, before anything is made. */
export function validateProps(props: BlueGreenAutoScalingGroupProps): void {
  requireMinutesBetween('bakeTime', props.bakeTime, 0, 10_080, 'alarms are watched for 7 days at most');
  requireSecondsBetween('healthCheckGracePeriod', props.healthCheckGracePeriod, 0, 2_147_483_647);
  requireSecondsBetween('healthTimeout', props.healthTimeout, 60, 86_400);
  requireWholeBetween('port', props.port, 1, 65535);
  validateTrafficProps(props);
  if (props.spotWhileIdle && props.warmPool) {
    throw new Error(
      "'spotWhileIdle' and 'warmPool' do not go together: a warm pool has no spot instances; leave one of them out",
    );
  }
  if (props.codeDeployRevision && props.codeDeploy === false) {
    throw new Error("'codeDeployRevision' needs CodeDeploy; leave out 'codeDeploy: false'");
  }
  if (props.existing && props.releaseOnDeploy) {
    throw new Error(
      "'existing' and 'releaseOnDeploy' do not go together: no deploy can release into a group that is not ours; release by 'bluegreen release', and give 'releaseOnDeploy' when 'existing' is gone",
    );
  }
  if (props.approvalTopic && props.approval?._within === undefined) {
    throw new Error(
      "'approvalTopic' is given, but no 'approval' is required; leave it out, or use Approval.required()",
    );
  }
}
