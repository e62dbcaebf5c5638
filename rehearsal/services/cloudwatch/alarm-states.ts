import type { AlarmHistoryItem, StateValue } from '@aws-sdk/client-cloudwatch';
import type { Cloud } from '../../cloud';
import { type AlarmState, alarmStateChange } from './alarm-event';
import type { AlarmBook, AlarmRecord, CompositeAlarmRecord } from './alarm-records';
import { holds, parseAlarmRule } from './alarm-rule';

/** A composite alarm of composite alarms is settled in as many rounds as they are deep. */
const MAX_ROUNDS = 20;

/** Changes states of alarms, and does what a change brings: history, event, actions, the composite alarms above. */
export class AlarmStates {
  constructor(
    private readonly book: AlarmBook,
    private readonly cloud: Cloud,
  ) {}

  /** Puts an alarm into a state; the same state again changes nothing. */
  public set(record: AlarmRecord, value: StateValue, reason: string, reasonData?: string): void {
    if (record.description.StateValue === value) return;
    this.change(record, value, reason, reasonData);
    this.settleComposites();
  }

  /** Evaluates all composite alarms until none changes any more. */
  public settleComposites(): void {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const changed = this.book.compositeAlarms.filter((one) => this.evaluate(one));
      if (changed.length === 0) return;
    }
  }

  public remember(record: AlarmRecord, type: AlarmHistoryItem['HistoryItemType'], summary: string, data: object): void {
    this.book.history.push({
      AlarmName: record.name,
      AlarmType: record.kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm',
      Timestamp: new Date(this.cloud.clock.now()),
      HistoryItemType: type,
      HistorySummary: summary,
      HistoryData: JSON.stringify({ version: '1.0', ...data }),
    });
  }

  /** @returns whether the state has changed */
  private evaluate(composite: CompositeAlarmRecord): boolean {
    const stateOf = (alarm: string) => this.book.tryFind(alarm)?.description.StateValue ?? 'INSUFFICIENT_DATA';
    const rule = composite.description.AlarmRule ?? '';
    const value = holds(parseAlarmRule(rule), stateOf) ? 'ALARM' : 'OK';
    if (composite.description.StateValue === value) return false;
    this.change(composite, value, `${composite.description.AlarmArn} transitioned to ${value}: ${rule}`);
    return true;
  }

  private change(record: AlarmRecord, value: StateValue, reason: string, reasonData?: string): void {
    const now = this.cloud.clock.now();
    const previous = stateOf(record);
    const current: AlarmState = { value, reason, reasonData, since: now };
    Object.assign(record.description, {
      StateValue: value,
      StateReason: reason,
      StateReasonData: reasonData,
      StateUpdatedTimestamp: new Date(now),
      StateTransitionedTimestamp: new Date(now),
    });
    const suppressed = record.kind === 'composite' && this.isSuppressed(record);
    if (record.kind === 'composite') {
      record.description.ActionsSuppressedBy = suppressed ? 'Alarm' : undefined;
      record.description.ActionsSuppressedReason = suppressed
        ? `Actions suppressed by ${record.description.ActionsSuppressor}`
        : undefined;
    }
    const summary = `Alarm updated from ${previous.value} to ${value}`;
    this.remember(record, 'StateUpdate', summary, {
      oldState: { stateValue: previous.value, stateReason: previous.reason },
      newState: { stateValue: value, stateReason: reason },
    });
    if (record.description.ActionsEnabled && !suppressed) this.act(record, value);
    this.cloud.events.publish(alarmStateChange(record, previous, current));
  }

  /** Suppression withholds the actions, not the change of state (aws-facts 7.3). Its waiting periods are not kept here. */
  private isSuppressed({ description }: CompositeAlarmRecord): boolean {
    const suppressor = description.ActionsSuppressor;
    return suppressor !== undefined && this.book.tryFind(suppressor)?.description.StateValue === 'ALARM';
  }

  private act(record: AlarmRecord, value: StateValue): void {
    const { OKActions, AlarmActions, InsufficientDataActions } = record.description;
    const actions = { OK: OKActions, ALARM: AlarmActions, INSUFFICIENT_DATA: InsufficientDataActions }[value] ?? [];
    for (const actionArn of actions) {
      this.book.actionsTaken.push({ at: this.cloud.clock.now(), alarmName: record.name, state: value, actionArn });
      this.remember(record, 'Action', `Successfully executed action ${actionArn}`, { actionState: 'Succeeded' });
    }
  }
}

function stateOf({ description }: AlarmRecord): AlarmState {
  return {
    value: description.StateValue ?? 'INSUFFICIENT_DATA',
    reason: description.StateReason ?? '',
    reasonData: description.StateReasonData,
    since: description.StateUpdatedTimestamp?.getTime() ?? 0,
  };
}
