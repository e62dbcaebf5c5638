import type {
  AlarmConfiguration,
  AutoRollbackConfiguration,
  DeploymentGroupInfo,
  TargetGroupPairInfo,
  TrafficRoutingConfig,
} from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../aws-error';
import type { Switches } from '../../switches';

const NAME = /^[A-Za-z0-9_.+=,@-]{1,100}$/;
const ROLLBACK_EVENTS = ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'];
/** Minutes (aws-facts 1.6). */
const MAXIMUM_TERMINATION_WAIT = 2_880;

/** @throws the exception that CreateApplication and CreateDeploymentGroup throw for a bad name */
export function checkName(name: string | undefined, what: 'Application' | 'DeploymentGroup'): string {
  if (!name) throw new AwsError(`${what}NameRequiredException`, `${what} name is required.`);
  if (NAME.test(name)) return name;
  throw new AwsError(`Invalid${what}NameException`, `Invalid ${what} name: ${name}`);
}

/** Everything that can be said of an ECS group without asking another service (aws-facts 1.5, 1.6). */
export function checkGroup(group: DeploymentGroupInfo, switches: Switches): void {
  if (!group.serviceRoleArn) throw new AwsError('RoleRequiredException', 'The role ID was not specified.');
  const { deploymentType, deploymentOption } = group.deploymentStyle ?? {};
  if (deploymentType !== 'BLUE_GREEN' || deploymentOption !== 'WITH_TRAFFIC_CONTROL') {
    const text = 'For ECS deployment group, deploymentStyle must be BLUE_GREEN with WITH_TRAFFIC_CONTROL.';
    throw new AwsError('InvalidDeploymentStyleException', text);
  }
  if (group.ecsServices?.length !== 1)
    throw new AwsError('InvalidECSServiceException', 'Exactly one ECS service must be specified.');
  checkTimes(group);
  checkTargetGroupPair(group, switches);
  checkAlarms(group.alarmConfiguration, switches);
  checkRollback(group.autoRollbackConfiguration);
}

function checkTimes({ blueGreenDeploymentConfiguration: config }: DeploymentGroupInfo): void {
  const refuse = (text: string) => new AwsError('InvalidBlueGreenDeploymentConfigurationException', text);
  if (!config?.terminateBlueInstancesOnDeploymentSuccess || !config.deploymentReadyOption)
    throw refuse(
      'For ECS deployment group, terminateBlueInstancesOnDeploymentSuccess and deploymentReadyOption are required.',
    );
  const { terminationWaitTimeInMinutes: wait = 0 } = config.terminateBlueInstancesOnDeploymentSuccess;
  if (wait < 0 || wait > MAXIMUM_TERMINATION_WAIT)
    throw refuse(`terminationWaitTimeInMinutes must be between 0 and ${MAXIMUM_TERMINATION_WAIT}, got ${wait}.`);
}

/** The one target group pair of a group, or an exception. */
export function pairOf({ loadBalancerInfo }: DeploymentGroupInfo): TargetGroupPairInfo {
  const [pair, ...more] = loadBalancerInfo?.targetGroupPairInfoList ?? [];
  if (pair && more.length === 0) return pair;
  throw new AwsError('InvalidLoadBalancerInfoException', 'Exactly one target group pair must be specified.');
}

function checkTargetGroupPair(group: DeploymentGroupInfo, switches: Switches): void {
  const pair = pairOf(group);
  const refuse = (text: string) => new AwsError('InvalidTargetGroupPairException', text);
  const names = (pair.targetGroups ?? []).map(({ name }) => name);
  if (names.length !== 2 || names.some((name) => !name)) throw refuse('Target group pair must have two target groups.');
  if (names[0] === names[1]) throw refuse('Target group pair must have distinct target groups.');
  const production = pair.prodTrafficRoute?.listenerArns ?? [];
  const test = pair.testTrafficRoute?.listenerArns ?? [];
  if (production.length !== 1) throw refuse('The production traffic route must have exactly one listener.');
  if (test.length > 1) throw refuse('The test traffic route must have at most one listener.');
  if (new Set([...production, ...test].map(loadBalancerOf)).size > 1)
    throw refuse('The production and the test listener must belong to the same load balancer.');
  if (switches.is('codedeploy.listener-rule-arns', 'accepted')) return;
  const rule = [...production, ...test].find((arn) => arn.includes(':listener-rule/'));
  if (rule) throw refuse(`The traffic route must have the ARN of a listener, got that of a rule: ${rule}`);
}

/** `app/<name>/<id>` out of the ARN of a listener or of one of its rules. */
function loadBalancerOf(arn: string): string {
  return arn.split('/').slice(1, 4).join('/');
}

/** A network load balancer shifts all at once only (aws-facts 1.8). */
export function checkRouting(group: DeploymentGroupInfo, routing: TrafficRoutingConfig): void {
  const [listener = ''] = pairOf(group).prodTrafficRoute?.listenerArns ?? [];
  if (routing.type === 'AllAtOnce' || !loadBalancerOf(listener).startsWith('net/')) return;
  const text =
    'Only ALB supports gradual traffic routing, use AllAtOnce Traffic routing instead when you create/update Deployment group';
  throw new AwsError('InvalidTrafficRoutingConfigurationException', text);
}

/** @throws InvalidAlarmConfigException, AlarmsLimitExceededException */
export function checkAlarms(config: AlarmConfiguration | undefined, switches: Switches): void {
  if (!config) return;
  const refuse = (text: string) => new AwsError('InvalidAlarmConfigException', text);
  const names = (config.alarms ?? []).map(({ name }) => name ?? '');
  if (config.enabled && names.length === 0) throw refuse('Alarms are enabled, but no alarm is specified.');
  if (names.some((name) => name === '' || name.length > 255))
    throw refuse('An alarm name must have 1 to 255 characters.');
  if (new Set(names).size < names.length) throw refuse('The same alarm is specified twice.');
  const most = Number(switches.value('codedeploy.alarms-per-group'));
  if (names.length > most)
    throw new AwsError('AlarmsLimitExceededException', `At most ${most} alarms can be specified, got ${names.length}.`);
}

/** @throws InvalidAutoRollbackConfigException */
export function checkRollback(config: AutoRollbackConfiguration | undefined): void {
  const events = config?.events ?? [];
  const bad = events.find((event) => !ROLLBACK_EVENTS.includes(event));
  if (!bad && (!config?.enabled || events.length > 0)) return;
  const text = bad ? `Invalid auto rollback event: ${bad}` : 'Auto rollback is enabled, but no event is specified.';
  throw new AwsError('InvalidAutoRollbackConfigException', text);
}
