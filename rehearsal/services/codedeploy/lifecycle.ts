import type { Diagnostics, LifecycleErrorCode, LifecycleEventStatus } from '@aws-sdk/client-codedeploy';

/** The lifecycle events of an ECS deployment, in their order (aws-facts 1.1). */
export const LIFECYCLE_EVENTS = [
  'BeforeInstall',
  'Install',
  'AfterInstall',
  'AllowTestTraffic',
  'AfterAllowTestTraffic',
  'BeforeAllowTraffic',
  'AllowTraffic',
  'AfterAllowTraffic',
] as const;

export type LifecycleEventName = (typeof LIFECYCLE_EVENTS)[number];

/** The events at which a function may be asked. */
export const HOOK_EVENTS = [
  'BeforeInstall',
  'AfterInstall',
  'AfterAllowTestTraffic',
  'BeforeAllowTraffic',
  'AfterAllowTraffic',
] as const satisfies readonly LifecycleEventName[];

export type HookEventName = (typeof HOOK_EVENTS)[number];

/** One event of one deployment; times are rehearsal milliseconds. */
export interface EventState {
  readonly name: LifecycleEventName;
  readonly status: LifecycleEventStatus;
  readonly startTime?: number;
  readonly endTime?: number;
  readonly diagnostics?: Diagnostics;
}

/** All eight, none of them reached. */
export function pendingEvents(): EventState[] {
  return LIFECYCLE_EVENTS.map((name) => ({ name, status: 'Pending' }));
}

export function started(events: readonly EventState[], name: LifecycleEventName, at: number): EventState[] {
  return changed(events, name, { status: 'InProgress', startTime: at });
}

export function succeeded(events: readonly EventState[], name: LifecycleEventName, at: number): EventState[] {
  return changed(events, name, { status: 'Succeeded', endTime: at, diagnostics: diagnostics('Success', '') });
}

export function skipped(events: readonly EventState[], name: LifecycleEventName): EventState[] {
  return changed(events, name, { status: 'Skipped' });
}

/** A stop or a failure: the event that runs becomes Failed, all that have not begun become Skipped (aws-facts 1.4). */
export function cutShort(events: readonly EventState[], at: number, message: string): EventState[] {
  return events.map((event) => {
    if (event.status === 'Pending') return { ...event, status: 'Skipped' };
    if (event.status !== 'InProgress') return event;
    return { ...event, status: 'Failed', endTime: at, diagnostics: diagnostics('UnknownError', message) };
  });
}

/** The event that runs now. */
export function running(events: readonly EventState[]): EventState | undefined {
  return events.find(({ status }) => status === 'InProgress');
}

function changed(events: readonly EventState[], name: LifecycleEventName, change: Partial<EventState>): EventState[] {
  return events.map((event) => (event.name === name ? { ...event, ...change } : event));
}

function diagnostics(errorCode: LifecycleErrorCode, message: string): Diagnostics {
  return { errorCode, scriptName: '', message, logTail: '' };
}
