import type {
  AlarmHistoryItem,
  CompositeAlarm,
  DeleteAlarmsInput,
  DescribeAlarmHistoryInput,
  DescribeAlarmHistoryOutput,
  DescribeAlarmsInput,
  DescribeAlarmsOutput,
  DisableAlarmActionsInput,
  EnableAlarmActionsInput,
  MetricAlarm,
  PutCompositeAlarmInput,
  PutMetricAlarmInput,
  SetAlarmStateInput,
} from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import type { AlarmLoop } from './alarm-loop';
import type { AlarmBook, AlarmRecord } from './alarm-records';
import { childrenOf, parseAlarmRule } from './alarm-rule';
import type { AlarmStates } from './alarm-states';
import { checkMetricAlarm } from './check-alarm';

const INITIAL_REASON = 'Unchecked: Initial alarm creation';

type Nothing = Record<string, never>;

/** The operations on alarms. */
export function alarmOperations(book: AlarmBook, states: AlarmStates, loop: AlarmLoop, cloud: Cloud) {
  /** A new alarm starts INSUFFICIENT_DATA; an updated one keeps its state until the next evaluation (aws-facts 7.1). */
  const withState = <T extends MetricAlarm & CompositeAlarm>(name: string, configuration: T): T => {
    const now = new Date(cloud.clock.now());
    const before = book.alarms.get(name)?.description;
    return {
      ...configuration,
      AlarmArn: cloud.arn('cloudwatch', `alarm:${name}`),
      ActionsEnabled: configuration.ActionsEnabled ?? true,
      OKActions: configuration.OKActions ?? [],
      AlarmActions: configuration.AlarmActions ?? [],
      InsufficientDataActions: configuration.InsufficientDataActions ?? [],
      AlarmConfigurationUpdatedTimestamp: now,
      StateValue: before?.StateValue ?? 'INSUFFICIENT_DATA',
      StateReason: before?.StateReason ?? INITIAL_REASON,
      StateReasonData: before?.StateReasonData,
      StateUpdatedTimestamp: before?.StateUpdatedTimestamp ?? now,
      StateTransitionedTimestamp: before?.StateTransitionedTimestamp ?? now,
    };
  };
  const keep = (record: AlarmRecord) => {
    const existing = book.alarms.get(record.name);
    if (existing && existing.kind !== record.kind) {
      throw new AwsError('ValidationError', `There is an alarm of another type called '${record.name}'`);
    }
    book.alarms.set(record.name, record);
    const how = existing ? 'updated' : 'created';
    states.remember(record, 'ConfigurationUpdate', `Alarm "${record.name}" ${how}`, {
      type: existing ? 'Update' : 'Create',
    });
    loop.look();
  };
  const find = (name: string | undefined): AlarmRecord => {
    const record = book.alarms.get(name ?? '');
    if (!record) throw new AwsError('ResourceNotFound', `There is no alarm called '${name}'`, 404);
    return record;
  };
  const enableActions = (names: string[] | undefined, enabled: boolean): Nothing => {
    for (const name of names ?? []) {
      const record = book.alarms.get(name);
      if (record) record.description.ActionsEnabled = enabled;
    }
    return {};
  };

  return {
    PutMetricAlarm: (input: PutMetricAlarmInput): Nothing => {
      const name = checkMetricAlarm(input);
      const { Tags: _, ...configuration } = structuredClone(input);
      const DatapointsToAlarm = input.DatapointsToAlarm;
      const before = book.alarms.get(name);
      const forced = before?.kind === 'metric' && before.forced;
      keep({ kind: 'metric', name, description: withState(name, { ...configuration, DatapointsToAlarm }), forced });
      return {};
    },

    PutCompositeAlarm: (input: PutCompositeAlarmInput): Nothing => {
      const name = input.AlarmName ?? '';
      if (!name) throw new AwsError('MissingParameter', 'The parameter AlarmName is required');
      checkRule(input.AlarmRule);
      if (
        input.ActionsSuppressor &&
        (input.ActionsSuppressorWaitPeriod === undefined || input.ActionsSuppressorExtensionPeriod === undefined)
      ) {
        throw new AwsError(
          'ValidationError',
          'ActionsSuppressor needs ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod',
        );
      }
      const { Tags: _, ...configuration } = structuredClone(input);
      keep({ kind: 'composite', name, description: withState(name, configuration) });
      return {};
    },

    /** Without AlarmTypes: metric alarms only, even when a composite alarm is asked for by its name (aws-facts 7.3). */
    DescribeAlarms: (input: DescribeAlarmsInput): DescribeAlarmsOutput => {
      const types = input.AlarmTypes ?? ['MetricAlarm'];
      const wanted = [...book.alarms.values()]
        .filter((one) => types.includes(one.kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm'))
        .filter((one) => matches(book, one, input))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
      const size = Math.min(input.MaxRecords ?? 50, 100);
      const start = Number(input.NextToken ?? 0);
      if (!Number.isInteger(start))
        throw new AwsError('InvalidNextToken', `'${input.NextToken}' is no token of this operation`);
      const page = wanted.slice(start, start + size);
      return {
        MetricAlarms: page.flatMap((one) => (one.kind === 'metric' ? { ...one.description } : [])),
        CompositeAlarms: page.flatMap((one) => (one.kind === 'composite' ? { ...one.description } : [])),
        ...(start + size < wanted.length && { NextToken: String(start + size) }),
      };
    },

    DescribeAlarmHistory: (input: DescribeAlarmHistoryInput): DescribeAlarmHistoryOutput => {
      const types = input.AlarmTypes ?? ['MetricAlarm'];
      const fits = (item: AlarmHistoryItem) =>
        types.some((type) => type === item.AlarmType) &&
        (!input.AlarmName || item.AlarmName === input.AlarmName) &&
        (!input.HistoryItemType || item.HistoryItemType === input.HistoryItemType) &&
        (!input.StartDate || (item.Timestamp ?? 0) >= input.StartDate) &&
        (!input.EndDate || (item.Timestamp ?? 0) <= input.EndDate);
      const items = book.history.filter(fits);
      if (input.ScanBy !== 'TimestampAscending') items.reverse();
      return { AlarmHistoryItems: items.slice(0, input.MaxRecords ?? 100) };
    },

    /** Temporary: the next evaluation with data decides again (aws-facts 7.5). */
    SetAlarmState: (input: SetAlarmStateInput): Nothing => {
      const record = find(input.AlarmName);
      const value = input.StateValue;
      if (value !== 'OK' && value !== 'ALARM' && value !== 'INSUFFICIENT_DATA') {
        throw new AwsError('ValidationError', `StateValue must be OK, ALARM or INSUFFICIENT_DATA, got '${value}'`);
      }
      if (input.StateReason === undefined)
        throw new AwsError('MissingParameter', 'The parameter StateReason is required');
      if (input.StateReasonData !== undefined) checkJson(input.StateReasonData);
      if (record.kind === 'metric') record.forced = true;
      states.set(record, value, input.StateReason, input.StateReasonData);
      return {};
    },

    EnableAlarmActions: (input: EnableAlarmActionsInput): Nothing => enableActions(input.AlarmNames, true),
    DisableAlarmActions: (input: DisableAlarmActionsInput): Nothing => enableActions(input.AlarmNames, false),

    /** All or none: one name that is not there and nothing is deleted. */
    DeleteAlarms: (input: DeleteAlarmsInput): Nothing => {
      const records = (input.AlarmNames ?? []).map(find);
      if (records.filter((one) => one.kind === 'composite').length > 1) {
        throw new AwsError('ValidationError', 'At most one composite alarm can be deleted in a call');
      }
      for (const { name } of records) book.alarms.delete(name);
      states.settleComposites();
      loop.look();
      return {};
    },
  };
}

function matches(book: AlarmBook, record: AlarmRecord, input: DescribeAlarmsInput): boolean {
  const { description } = record;
  const actions = [
    ...(description.OKActions ?? []),
    ...(description.AlarmActions ?? []),
    ...(description.InsufficientDataActions ?? []),
  ];
  return (
    (!input.AlarmNames?.length || input.AlarmNames.includes(record.name)) &&
    (!input.AlarmNamePrefix || record.name.startsWith(input.AlarmNamePrefix)) &&
    (!input.StateValue || description.StateValue === input.StateValue) &&
    (!input.ActionPrefix || actions.some((one) => one.startsWith(input.ActionPrefix ?? ''))) &&
    (!input.ChildrenOfAlarmName || isChild(book, record, input.ChildrenOfAlarmName)) &&
    (!input.ParentsOfAlarmName || isChild(book, book.alarms.get(input.ParentsOfAlarmName), record.name))
  );
}

function isChild(book: AlarmBook, child: AlarmRecord | undefined, parentName: string): boolean {
  const parent = book.alarms.get(parentName);
  if (!child || parent?.kind !== 'composite') return false;
  return childrenOf(parseAlarmRule(parent.description.AlarmRule ?? '')).some((one) => book.tryFind(one) === child);
}

function checkRule(rule: string | undefined): void {
  try {
    parseAlarmRule(rule ?? '');
  } catch (error) {
    throw new AwsError('ValidationError', `AlarmRule: ${error instanceof Error ? error.message : error}`);
  }
}

function checkJson(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw new AwsError('InvalidFormat', 'StateReasonData is not JSON');
  }
}
