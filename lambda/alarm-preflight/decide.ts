import type { Verdict } from '../shared/verdict';

/** An alarm as CloudWatch has it now. */
export interface AlarmState {
  readonly name: string;
  /** OK, ALARM or INSUFFICIENT_DATA. */
  readonly state: string;
}

/**
 * Whether a release may start. An alarm without data holds nothing up: a new one has none, and ECS watches it all the same.
 *
 * @param names the alarms that there should be
 */
export function decide(names: readonly string[], found: readonly AlarmState[]): Verdict {
  const missing = names.filter((name) => !found.some((alarm) => alarm.name === name));
  if (missing.length > 0) {
    return { kind: 'fail', reason: `CloudWatch has no alarm ${missing.join(', ')}; deploy the stack that makes it` };
  }
  const firing = found.filter(({ state }) => state === 'ALARM').map(({ name }) => name);
  if (firing.length === 0) return { kind: 'pass' };
  return {
    kind: 'fail',
    reason: `${firing.join(', ')} is firing, and ECS would watch no alarm for the whole of this release; wait until it is OK, or set 'alarmPreflight' to false to release a repair`,
  };
}
