import type { CreateServiceRequest, DeploymentConfiguration } from '@aws-sdk/client-ecs';
import { AwsError } from '../../../aws-error';
import { HOOK_STAGES, NO_PAUSE } from './stages';

/** Does ECS itself release a service with these settings blue-green, as a canary or in linear steps? */
export function isBuiltIn({ deploymentController, deploymentConfiguration }: CreateServiceRequest): boolean {
  const controller = deploymentController?.type ?? 'ECS';
  return controller === 'ECS' && (deploymentConfiguration?.strategy ?? 'ROLLING') !== 'ROLLING';
}

const RULE_ARN = /^arn:[\w-]+:elasticloadbalancing:[\w-]*:\d*:listener-rule\/app\//;

/**
 * Refuses what ECS refuses at once; AWS's words where they are known (aws-facts 4.2, 4.5, 4.6).
 *
 * @throws InvalidParameterException
 */
export function validate({ loadBalancers = [], deploymentConfiguration = {} }: CreateServiceRequest): void {
  for (const { advancedConfiguration } of loadBalancers) {
    if (!advancedConfiguration) {
      throw refused(
        'advancedConfiguration field is required for all loadBalancers when using a non-ROLLING deployment strategy',
      );
    }
    for (const name of ['productionListenerRule', 'testListenerRule'] as const) {
      const arn = advancedConfiguration[name];
      if (arn === undefined ? name === 'testListenerRule' : RULE_ARN.test(arn)) continue;
      throw refused(`${name} has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB. Got: ${arn}`);
    }
  }
  validateShift(deploymentConfiguration);
  validateHooks(deploymentConfiguration);
}

function validateShift({ bakeTimeInMinutes, canaryConfiguration, linearConfiguration }: DeploymentConfiguration): void {
  requireBetween('bakeTimeInMinutes', bakeTimeInMinutes, 0, 1_440);
  requireBetween('canaryPercent', canaryConfiguration?.canaryPercent, 0.1, 100);
  requireBetween('canaryBakeTimeInMinutes', canaryConfiguration?.canaryBakeTimeInMinutes, 0, 1_440);
  requireBetween('stepPercent', linearConfiguration?.stepPercent, 3, 100);
  requireBetween('stepBakeTimeInMinutes', linearConfiguration?.stepBakeTimeInMinutes, 0, 1_440);
}

function validateHooks({ lifecycleHooks = [] }: DeploymentConfiguration): void {
  const pauses = lifecycleHooks.filter(({ targetType }) => targetType === 'PAUSE');
  if (pauses.length > 10 || lifecycleHooks.length - pauses.length > 10) {
    throw refused('A service can have at most 10 pause hooks and 10 Lambda hooks.');
  }
  for (const {
    targetType = 'AWS_LAMBDA',
    hookTargetArn,
    lifecycleStages = [],
    timeoutConfiguration,
  } of lifecycleHooks) {
    const wrong = lifecycleStages.find(
      (stage) => !HOOK_STAGES.has(stage) || (targetType === 'PAUSE' && NO_PAUSE.has(stage)),
    );
    if (wrong !== undefined) throw refused(`The lifecycle stage ${wrong} is not supported for ${targetType} hooks.`);
    if (targetType === 'AWS_LAMBDA' && !hookTargetArn) throw refused('hookTargetArn is required for AWS_LAMBDA hooks.');
    const longest = targetType === 'PAUSE' ? 20_160 : 1_440;
    requireBetween('timeoutInMinutes', timeoutConfiguration?.timeoutInMinutes, 1, longest);
  }
}

function requireBetween(name: string, value: number | undefined, min: number, max: number): void {
  if (value === undefined || (value >= min && value <= max)) return;
  throw refused(`${name} must be between ${min} and ${max}, got ${value}.`);
}

function refused(text: string): AwsError {
  return new AwsError('InvalidParameterException', text);
}
