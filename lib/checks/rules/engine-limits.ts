import type { Check, Found } from '../check';
import type { Release } from '../model/release';
import { isNetwork } from '../model/routes';
import { numberAt, objectsAt, shownSeconds, textAt } from '../model/values';

const MINUTE = 60;
const HOUR = 3600;

export const longBake: Check = {
  id: 'BG017',
  level: 'error',
  title: "a bake above the engine's limit",
  reason:
    'CodeDeploy keeps the previous colour for 2,880 minutes at most; ECS takes 1,440 minutes for the bake, and for a step.',
  wayOut: 'shorten it',
  find: ({ releases }) =>
    releases.flatMap((release) => {
      const { resource, engine, bakeSeconds = 0, stepSeconds = [] } = release;
      if (engine === 'machine') return [];
      const limit = (engine === 'ecs' ? 1440 : 2880) * MINUTE;
      const over = (what: string, seconds: number): Found[] =>
        seconds > limit
          ? [{ resource, message: `${what} lasts ${shownSeconds(seconds)}, but may last ${shownSeconds(limit)}` }]
          : [];
      return [
        ...over('the bake', bakeSeconds),
        ...(engine === 'ecs' ? over('a step', Math.max(0, ...stepSeconds)) : []),
      ];
    }),
};

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-service-canaryconfiguration.html */
export const longSum: Check = {
  id: 'BG018',
  level: 'error',
  title: 'steps and bake of an ECS service above 33 hours',
  reason:
    'CloudFormation waits for such a release, 36 hours at most, and refuses templates whose times add up to more than 33.',
  wayOut: 'shorten the bake or the steps, or release outside of the stack',
  find: ({ releases }) =>
    releases.flatMap(({ resource, engine, bakeSeconds = 0, stepSeconds = [] }) => {
      const sum = stepSeconds.reduce((all, one) => all + one, bakeSeconds);
      if (engine !== 'ecs' || sum <= 33 * HOUR) return [];
      return [{ resource, message: `steps and bake add up to ${shownSeconds(sum)}, more than 33 hours` }];
    }),
};

export const longHooks: Check = {
  id: 'BG019',
  level: 'error',
  title: "a hook's time-out above the engine's",
  reason:
    'CodeDeploy fails a release an hour after it has asked a hook, whatever the function still does. ECS takes time-outs of 1,440 minutes for functions and 20,160 for pauses.',
  wayOut: 'shorten the time-out',
  find: ({ releases }) =>
    releases.flatMap((release) => [
      ...slowFunctions(release),
      ...slowApproval(release),
      ...slowLifecycleHooks(release),
    ]),
};

/** An ordinary function ends after 15 minutes; a durable one may go on. */
function slowFunctions({ engine, resource, hookFunctions }: Release): Found[] {
  if (engine !== 'codedeploy') return [];
  return hookFunctions.flatMap((hook) => {
    const seconds = numberAt(hook.properties, 'DurableConfig', 'ExecutionTimeout') ?? 0;
    if (seconds <= HOUR) return [];
    return [{ resource, message: `hook '${hook.path}' may run for ${shownSeconds(seconds)}, but has an hour` }];
  });
}

/** 120 hours by the last page of quotas that names ECS (aws-facts 1.11). */
const MAX_APPROVAL = 7200;

function slowApproval({ engine, resource }: Release): Found[] {
  const path = ['BlueGreenDeploymentConfiguration', 'DeploymentReadyOption', 'WaitTimeInMinutes'];
  const minutes = engine === 'codedeploy' ? (numberAt(resource.properties, ...path) ?? 0) : 0;
  if (minutes <= MAX_APPROVAL) return [];
  return [{ resource, message: `the approval may take ${minutes} minutes, but CodeDeploy waits ${MAX_APPROVAL}` }];
}

function slowLifecycleHooks({ engine, resource }: Release): Found[] {
  if (engine !== 'ecs') return [];
  return objectsAt(resource.properties, 'DeploymentConfiguration', 'LifecycleHooks').flatMap((hook) => {
    const minutes = numberAt(hook, 'TimeoutConfiguration', 'TimeoutInMinutes') ?? 0;
    const pauses = textAt(hook, 'TargetType') === 'PAUSE';
    const limit = pauses ? 20_160 : 1440;
    if (minutes <= limit) return [];
    const what = pauses ? 'a pause' : 'a hook';
    return [{ resource, message: `${what} has ${minutes} minutes, but ECS takes ${limit}` }];
  });
}

export const networkShift: Check = {
  id: 'BG020',
  level: 'error',
  title: 'a canary or linear shift on a Network Load Balancer',
  reason:
    'CodeDeploy moves weights on Application Load Balancers only, and refuses the release: "Only ALB supports gradual traffic routing".',
  wayOut: 'shift all at once, or use an Application Load Balancer',
  find: ({ templates, releases }) =>
    releases
      .filter(({ engine, stepSeconds = [], production }) => {
        return engine === 'codedeploy' && stepSeconds.length > 0 && isNetwork(templates, production.listener);
      })
      .map(({ resource, production }) => ({
        resource,
        message: `traffic of '${production.listener?.path}' cannot move step by step`,
      })),
};
