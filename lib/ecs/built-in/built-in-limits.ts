import { Duration } from 'aws-cdk-lib';
import { HookStage } from '../../hooks/hook';
import { requireMinutesBetween } from '../../private/range-checks';
import { DEFAULT_SHIFT } from '../../traffic/default-shift';
import type { TrafficShift } from '../../traffic/traffic-shift';
import type { BlueGreenEcsServiceProps } from '../blue-green-ecs-service-props';

/** What ECS waits for in one step, and in the bake. */
const MAX_MINUTES = 1440;

/** CloudFormation refuses templates whose waits come to more, because it gives up on an update after 36 hours. */
const MAX_DEPLOY_MINUTES = 33 * 60;

/** How many functions ECS asks for one service. */
export const MAX_HOOKS = 10;

/** How long what is not said otherwise takes. */
export const DEFAULT_BAKE = Duration.minutes(10);

/** Fails on what ECS cannot do by itself: much of it would synthesise, and fail only in AWS. */
export function requireEcsCan(props: BlueGreenEcsServiceProps): void {
  requireMinutesBetween('bakeTime', props.bakeTime, 0, MAX_MINUTES, 'ECS keeps the previous colour for a day at most');
  requireEqualSteps(props.shift ?? DEFAULT_SHIFT);
  requireWithinDeploy(props);
  for (const prop of [
    'application',
    'deploymentGroupName',
    'triggers',
    'ignoreAlarmPollFailure',
    'releaseOnDeploy',
  ] as const) {
    if (props[prop] === undefined) continue;
    throw new Error(
      `'${prop}' is for services that CodeDeploy releases, but 'controller' is ReleaseController.ecs(); leave it out${WAYS_OUT[prop]}`,
    );
  }
  requireHooks(props);
}

const WAYS_OUT = {
  application: '',
  deploymentGroupName: '',
  triggers: ', and take the events of ECS from EventBridge',
  ignoreAlarmPollFailure: '; ECS goes on when it cannot read alarms',
  releaseOnDeploy: '; a deploy of a new version is its release there, and the stack waits for its end',
};

function requireEqualSteps({ _type, _stepPercent, _stepBakeTime }: TrafficShift): void {
  if (_type === 'Steps') {
    throw new Error(
      "'shift' has steps of its own, but ECS knows one canary step or equal steps only; use TrafficShift.canary() or TrafficShift.linear()",
    );
  }
  if (_type === 'TimeBasedLinear' && _stepPercent < 3) {
    throw new Error(
      `'stepPercent' of a linear shift must be at least 3 for ECS, got ${_stepPercent}; take larger steps`,
    );
  }
  requireMinutesBetween('stepBakeTime', _stepBakeTime, 0, MAX_MINUTES, 'ECS waits a day at most between two steps');
}

function requireWithinDeploy({
  bakeTime = DEFAULT_BAKE,
  shift = DEFAULT_SHIFT,
  approval,
}: BlueGreenEcsServiceProps): void {
  const waits = [bakeTime, ...stepsOf(shift), ...(approval?._within ? [approval._within] : [])];
  if (waits.some((wait) => wait.isUnresolved())) return;
  const minutes = waits.reduce((sum, wait) => sum + wait.toMinutes(), 0);
  if (minutes <= MAX_DEPLOY_MINUTES) return;
  throw new Error(
    `'bakeTime', the steps of 'shift' and 'approval' take ${minutes} minutes together, but at most ${MAX_DEPLOY_MINUTES} (33 hours) are allowed, because CloudFormation gives up on an update after 36; shorten one of them`,
  );
}

/** The waits between the steps; there is none after the last. */
function stepsOf({ _type, _stepPercent, _stepBakeTime }: TrafficShift): Duration[] {
  if (_type === 'AllAtOnce') return [];
  const count = _type === 'TimeBasedCanary' ? 1 : Math.ceil(100 / _stepPercent) - 1;
  return Array.from({ length: count }, () => _stepBakeTime);
}

function requireHooks({ hooks = [], testTraffic }: BlueGreenEcsServiceProps): void {
  if (hooks.length > MAX_HOOKS) {
    throw new Error(`'hooks' has ${hooks.length} hooks, but ECS asks ${MAX_HOOKS}; join some of them`);
  }
  if (testTraffic === false && hooks.some(({ stage }) => stage === HookStage.AFTER_ALLOW_TEST_TRAFFIC)) {
    throw new Error(
      `'hooks' has one at the stage ${HookStage.AFTER_ALLOW_TEST_TRAFFIC}, but 'testTraffic' is false; leave that out or give the hook another stage`,
    );
  }
}
