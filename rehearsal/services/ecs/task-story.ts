import type { LoadBalancer, TaskDefinition } from '@aws-sdk/client-ecs';
import type { Cloud } from '../../cloud';
import type { RunningTask, TaskRunner } from '../../ports';
import { type Principal, roleWith, serviceCalled } from '../../principal';
import { DEPROVISIONING_MS, PLACEMENT_MS, PROVISIONING_MS } from './durations';
import type { TaskSetState, TaskState } from './state';

/** What a task's life needs from around it. */
export interface TaskSurroundings {
  readonly cloud: Cloud;
  readonly runner: TaskRunner;
  /** Called after every change of the task's state. */
  readonly changed: () => void;
  /** Aborts when the local AWS stops: nothing waits any more. */
  readonly ending: AbortSignal;
}

/**
 * The life of one task: provisioned, started, registered with the target groups, and, once it ends or is asked to,
 * deregistered, drained and stopped. Never rejects.
 *
 * @param stopping aborts when the task is to be stopped, with the reason
 */
export async function liveAsTask(
  task: TaskState,
  set: TaskSetState,
  definition: TaskDefinition,
  stopping: AbortSignal,
  { cloud, runner, changed, ending }: TaskSurroundings,
): Promise<void> {
  const move = (status: TaskState['lastStatus']) => {
    task.lastStatus = status;
    changed();
  };
  await cloud.clock.sleep(set.launchType === 'EC2' ? PLACEMENT_MS : PROVISIONING_MS, stopping);
  if (!stopping.aborted) {
    move('PENDING');
    const process = start(runner, task, definition);
    const ended = process.stopped.then((reason) => {
      if (stopping.aborted) return;
      task.desiredStatus = 'STOPPED';
      task.stoppedReason = `Essential container in task exited: ${reason}`;
    });
    const over = Promise.race([ended, abortOf(stopping)]);
    await Promise.race([process.running.catch(() => undefined), over]);
    if (task.desiredStatus === 'RUNNING') {
      task.startedAt = cloud.clock.now();
      move('RUNNING');
      await register(cloud, set, task, over);
      changed();
      await over;
    }
    const delay = await deregister(cloud, set, task);
    if (stopping.aborted && delay > 0) {
      move('DEACTIVATING');
      await Promise.race([cloud.clock.sleep(delay, ending), ended]);
    }
    move('STOPPING');
    await process.stop().catch(() => undefined);
  }
  move('DEPROVISIONING');
  await cloud.clock.sleep(DEPROVISIONING_MS, ending);
  task.stoppedAt = cloud.clock.now();
  move('STOPPED');
}

function start(runner: TaskRunner, task: TaskState, definition: TaskDefinition): RunningTask {
  const container = definition.containerDefinitions?.find((one) => one.name === task.containerName);
  const environment = (container?.environment ?? []).map(({ name = '', value = '' }) => [name, value]);
  try {
    return runner.start({
      taskArn: task.arn,
      taskDefinitionArn: task.taskDefinitionArn,
      containerName: task.containerName,
      containerPort: task.address.port,
      environment: Object.fromEntries(environment),
      address: task.address,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { running: new Promise(() => {}), stopped: Promise.resolve(reason), stop: async () => {} };
  }
}

/** ECS's own calls of the load balancer. */
const ECS = serviceCalled('ecs.amazonaws.com');

/** Where ECS releases by itself, it changes target groups as the role that the service gave to it. */
function callerOf(advanced: LoadBalancer['advancedConfiguration']): Principal {
  return advanced?.roleArn ? roleWith(advanced.roleArn) : ECS;
}

const REGISTER_AGAIN_MS = 5_000;

/** Registers the task with every target group, again and again until that worked or the task is over. */
async function register(cloud: Cloud, set: TaskSetState, task: TaskState, over: Promise<unknown>): Promise<void> {
  let isOver = false;
  void over.then(() => {
    isOver = true;
  });
  for (const { targetGroupArn, advancedConfiguration } of set.loadBalancers) {
    while (targetGroupArn && !isOver) {
      try {
        const as = callerOf(advancedConfiguration);
        await cloud.call('elasticloadbalancing', 'RegisterTargets', targetsOf(targetGroupArn, task), as);
        break;
      } catch {
        await Promise.race([cloud.clock.sleep(REGISTER_AGAIN_MS), over]);
      }
    }
  }
  task.registered = !isOver;
  if (set.loadBalancers.length === 0) task.health = 'HEALTHY';
}

/** Takes the task out of its target groups; answers how long its connections may drain, in milliseconds. */
async function deregister(cloud: Cloud, set: TaskSetState, task: TaskState): Promise<number> {
  const wasRegistered = task.registered;
  task.registered = false;
  task.health = 'UNKNOWN';
  let longest = 0;
  for (const { targetGroupArn, advancedConfiguration } of set.loadBalancers) {
    if (!targetGroupArn || !wasRegistered) continue;
    try {
      const as = callerOf(advancedConfiguration);
      await cloud.call('elasticloadbalancing', 'DeregisterTargets', targetsOf(targetGroupArn, task), as);
      longest = Math.max(longest, await drainingDelay(cloud, targetGroupArn));
    } catch {
      // the target group is gone, or the load balancer does not answer: the task is stopped all the same
    }
  }
  return longest;
}

function targetsOf(targetGroupArn: string, { address }: TaskState) {
  return { TargetGroupArn: targetGroupArn, Targets: [{ Id: address.host, Port: address.port }] };
}

async function drainingDelay(cloud: Cloud, targetGroupArn: string): Promise<number> {
  const { Attributes } = (await cloud.call(
    'elasticloadbalancing',
    'DescribeTargetGroupAttributes',
    { TargetGroupArn: targetGroupArn },
    ECS,
  )) as { Attributes?: { Key?: string; Value?: string }[] };
  const seconds = Attributes?.find(({ Key }) => Key === 'deregistration_delay.timeout_seconds')?.Value ?? '300';
  return Number(seconds) * 1000;
}

function abortOf(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
