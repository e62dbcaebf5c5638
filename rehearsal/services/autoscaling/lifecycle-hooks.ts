import type {
  CompleteLifecycleActionType,
  DeleteLifecycleHookType,
  DescribeLifecycleHooksType,
  LifecycleHook,
  LifecycleHookSpecification,
  LifecycleState,
  PutLifecycleHookType,
  RecordLifecycleActionHeartbeatType,
} from '@aws-sdk/client-auto-scaling';
import type { Cloud } from '../../cloud';
import { uuid } from './activities';
import { HEARTBEAT_SECONDS, HOOK_LIMIT_HEARTBEATS, HOOK_LIMIT_SECONDS } from './durations';
import { checkRange, required, validationError } from './errors';
import type { GroupRecord, MemberRecord } from './records';
import type { State } from './state';

type Transition = 'autoscaling:EC2_INSTANCE_LAUNCHING' | 'autoscaling:EC2_INSTANCE_TERMINATING';
export type HookResult = 'CONTINUE' | 'ABANDON';

/** A lifecycle action that waits to be completed. */
interface Waiting {
  readonly group: GroupRecord;
  readonly hook: LifecycleHook;
  readonly instanceId: string;
  readonly token: string;
  /** Rehearsal time until which it waits. */
  until: number;
  result?: HookResult;
  wake: AbortController;
}

/** The lifecycle hooks, and the instances that wait at them. */
export class LifecycleHooks {
  private readonly waiting = new Set<Waiting>();
  private tokens = 0;

  constructor(
    private readonly cloud: Cloud,
    private readonly state: State,
    private readonly ending: AbortSignal,
  ) {}

  public put(input: PutLifecycleHookType) {
    this.define(this.state.find(input.AutoScalingGroupName), input);
    return {};
  }

  public define(group: GroupRecord, input: PutLifecycleHookType | LifecycleHookSpecification): void {
    const name = required(input.LifecycleHookName, 'lifecycleHookName');
    const old = group.hooks.get(name);
    const transition = required(input.LifecycleTransition ?? old?.LifecycleTransition, 'lifecycleTransition');
    checkRange('HeartbeatTimeout', input.HeartbeatTimeout, 30, 7_200);
    const DefaultResult = input.DefaultResult ?? old?.DefaultResult ?? 'ABANDON';
    if (DefaultResult !== 'CONTINUE' && DefaultResult !== 'ABANDON')
      throw validationError(`Lifecycle Action Result must be either CONTINUE or ABANDON, got ${DefaultResult}`);
    if (!/^autoscaling:EC2_INSTANCE_(LAUNCHING|TERMINATING)$/.test(transition))
      throw validationError(`Invalid Lifecycle Transition ${transition}`);
    const HeartbeatTimeout = input.HeartbeatTimeout ?? old?.HeartbeatTimeout ?? HEARTBEAT_SECONDS;
    group.hooks.set(name, {
      LifecycleHookName: name,
      AutoScalingGroupName: group.name,
      LifecycleTransition: transition,
      HeartbeatTimeout,
      DefaultResult,
      GlobalTimeout: Math.min(HOOK_LIMIT_SECONDS, HeartbeatTimeout * HOOK_LIMIT_HEARTBEATS),
      NotificationMetadata: input.NotificationMetadata ?? old?.NotificationMetadata,
      NotificationTargetARN: input.NotificationTargetARN ?? old?.NotificationTargetARN,
      RoleARN: input.RoleARN ?? old?.RoleARN,
    });
  }

  public describe(input: DescribeLifecycleHooksType) {
    const { hooks } = this.state.find(input.AutoScalingGroupName);
    const names = input.LifecycleHookNames;
    const wanted = [...hooks.values()].filter(
      ({ LifecycleHookName: name = '' }) => !names?.length || names.includes(name),
    );
    return { LifecycleHooks: wanted };
  }

  /** Instances that wait at it go on. */
  public delete(input: DeleteLifecycleHookType) {
    const group = this.state.find(input.AutoScalingGroupName);
    if (!group.hooks.delete(input.LifecycleHookName ?? ''))
      throw validationError(`No Lifecycle Hook found named: ${input.LifecycleHookName}`);
    for (const one of this.waiting)
      if (one.group === group && one.hook.LifecycleHookName === input.LifecycleHookName) finish(one, 'CONTINUE');
    return {};
  }

  public complete(input: CompleteLifecycleActionType) {
    const result = input.LifecycleActionResult;
    if (result !== 'CONTINUE' && result !== 'ABANDON')
      throw validationError(`Lifecycle Action Result must be either CONTINUE or ABANDON, got ${result}`);
    finish(this.find(input), result);
    return {};
  }

  public heartbeat(input: RecordLifecycleActionHeartbeatType) {
    const found = this.find(input);
    found.until = this.cloud.clock.now() + (found.hook.HeartbeatTimeout ?? HEARTBEAT_SECONDS) * 1000;
    return {};
  }

  /**
   * Holds an instance at the hooks of a transition, all at the same time.
   *
   * @param over aborts when the instance does not wait any more
   * @returns ABANDON as soon as one of them says so, else CONTINUE
   */
  public async pass(
    group: GroupRecord,
    member: MemberRecord,
    transition: Transition,
    states: { readonly wait: LifecycleState; readonly proceed: LifecycleState },
    over: AbortSignal,
  ): Promise<HookResult> {
    const hooks = [...group.hooks.values()].filter((one) => one.LifecycleTransition === transition);
    if (hooks.length === 0) return 'CONTINUE';
    member.lifecycleState = states.wait;
    const actions = hooks.map((hook) => this.open(group, hook, member));
    const giveUp = () => {
      for (const one of actions) finish(one, 'ABANDON');
    };
    over.addEventListener('abort', giveUp);
    const results = await Promise.all(
      actions.map(async (one) => {
        const result = await this.untilOver(one);
        if (result === 'ABANDON') giveUp();
        return result;
      }),
    );
    over.removeEventListener('abort', giveUp);
    member.lifecycleState = states.proceed;
    return results.includes('ABANDON') ? 'ABANDON' : 'CONTINUE';
  }

  private open(group: GroupRecord, hook: LifecycleHook, { instanceId }: MemberRecord): Waiting {
    const { clock } = this.cloud;
    this.tokens += 1;
    const action: Waiting = {
      ...{ group, hook, instanceId, token: uuid(this.tokens), wake: new AbortController() },
      until: clock.now() + (hook.HeartbeatTimeout ?? HEARTBEAT_SECONDS) * 1000,
    };
    this.waiting.add(action);
    const isLaunch = hook.LifecycleTransition === 'autoscaling:EC2_INSTANCE_LAUNCHING';
    this.cloud.events.publish({
      source: 'aws.autoscaling',
      detailType: `EC2 Instance-${isLaunch ? 'launch' : 'terminate'} Lifecycle Action`,
      resources: [group.arn],
      time: clock.now(),
      detail: {
        LifecycleActionToken: action.token,
        AutoScalingGroupName: group.name,
        LifecycleHookName: hook.LifecycleHookName,
        EC2InstanceId: instanceId,
        LifecycleTransition: hook.LifecycleTransition,
        NotificationMetadata: hook.NotificationMetadata,
        Origin: isLaunch ? 'EC2' : 'AutoScalingGroup',
        Destination: isLaunch ? 'AutoScalingGroup' : 'EC2',
      },
    });
    return action;
  }

  /** A heartbeat moves the end while it sleeps, so it looks again. */
  private async untilOver(action: Waiting): Promise<HookResult> {
    const { clock } = this.cloud;
    const limit = clock.now() + (action.hook.GlobalTimeout ?? HOOK_LIMIT_SECONDS) * 1000;
    while (!action.result && !this.ending.aborted) {
      const left = Math.min(action.until, limit) - clock.now();
      if (left <= 0) break;
      await clock.sleep(left, AbortSignal.any([action.wake.signal, this.ending]));
    }
    this.waiting.delete(action);
    return action.result ?? (action.hook.DefaultResult === 'CONTINUE' ? 'CONTINUE' : 'ABANDON');
  }

  private find(input: CompleteLifecycleActionType | RecordLifecycleActionHeartbeatType): Waiting {
    const group = this.state.find(input.AutoScalingGroupName);
    const found = [...this.waiting].find(
      (one) =>
        one.group === group &&
        one.hook.LifecycleHookName === input.LifecycleHookName &&
        (input.LifecycleActionToken ? one.token === input.LifecycleActionToken : one.instanceId === input.InstanceId),
    );
    if (found) return found;
    throw validationError(
      input.LifecycleActionToken
        ? `No active Lifecycle Action found with token ${input.LifecycleActionToken}`
        : `No active Lifecycle Action found with instance ID ${input.InstanceId}`,
    );
  }
}

function finish(action: Waiting, result: HookResult): void {
  action.result ??= result;
  action.wake.abort();
}
