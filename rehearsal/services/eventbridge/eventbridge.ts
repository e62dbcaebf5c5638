import { randomUUID } from 'node:crypto';
import type * as sdk from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import type { CloudEvent } from '../../event-bus';
import type { Service } from '../../service';
import { page } from '../page';
import { deliver, isInvoked, type TargetServices } from './deliver';
import { checkPattern, fitsPattern } from './event-pattern';
import type { RuleRecord, SentEvent } from './rules';
import { periodOf } from './schedule';
import { inputOf } from './target-input';

export type { SentEvent } from './rules';

const PAGE = 100;

/** EventBridge: the default bus, its rules, and their targets. Schedules at a rate are due, those of cron are kept only. */
export class EventBridge implements Service {
  public readonly prefix = 'events';
  /** By name. */
  public readonly rules = new Map<string, RuleRecord>();
  /** Every event that a rule sent to a target, in order. */
  public readonly sent: SentEvent[] = [];
  private readonly unsubscribe: () => void;
  /** What ends the schedules that run, by the name of the rule. */
  private readonly schedules = new Map<string, AbortController>();

  public readonly operations = {
    PutEvents: (input: sdk.PutEventsRequest): sdk.PutEventsResponse => this.putEvents(input),
    PutRule: (input: sdk.PutRuleRequest) => this.putRule(input),
    DescribeRule: ({ Name }: sdk.DescribeRuleRequest) => describe(this.find(Name)),
    ListRules: ({ NamePrefix = '', Limit = PAGE, NextToken }: sdk.ListRulesRequest) => {
      const fitting = [...this.rules.values()].filter((rule) => rule.name.startsWith(NamePrefix));
      const { items, nextToken } = page(fitting, Limit, NextToken);
      return { Rules: items.map(describe), NextToken: nextToken };
    },
    DeleteRule: ({ Name = '' }: sdk.DeleteRuleRequest) => {
      if ((this.rules.get(Name)?.targets.size ?? 0) > 0) {
        throw new AwsError('ValidationException', "Rule can't be deleted since it has targets.");
      }
      this.rules.delete(Name);
      this.schedules.get(Name)?.abort();
      return {};
    },
    EnableRule: ({ Name }: sdk.EnableRuleRequest) => {
      this.find(Name).state = 'ENABLED';
      return {};
    },
    DisableRule: ({ Name }: sdk.DisableRuleRequest) => {
      this.find(Name).state = 'DISABLED';
      return {};
    },
    PutTargets: ({ Rule, Targets }: sdk.PutTargetsRequest) => {
      const { targets } = this.find(Rule);
      for (const target of Targets ?? []) targets.set(target.Id ?? '', target);
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
    RemoveTargets: ({ Rule, Ids }: sdk.RemoveTargetsRequest) => {
      const { targets } = this.find(Rule);
      for (const id of Ids ?? []) targets.delete(id);
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
    ListTargetsByRule: ({ Rule, Limit = PAGE, NextToken }: sdk.ListTargetsByRuleRequest) => {
      const { items, nextToken } = page([...this.find(Rule).targets.values()], Limit, NextToken);
      return { Targets: items, NextToken: nextToken };
    },
    DescribeEventBus: () => ({ Name: 'default', Arn: this.cloud.arn('events', 'event-bus/default') }),
  };

  constructor(
    private readonly cloud: Cloud,
    private readonly services: TargetServices,
  ) {
    this.unsubscribe = cloud.events.subscribe((event) => this.route(event));
  }

  /** The rule, or the bus, that a call is about. */
  public resourcesOf(operation: string, input: unknown): string[] | undefined {
    const { Name, Rule } = (input ?? {}) as { Name?: string; Rule?: string };
    if (operation === 'PutEvents') return [this.cloud.arn('events', 'event-bus/default')];
    const name = Rule ?? Name;
    return name ? [this.cloud.arn('events', `rule/${name}`)] : undefined;
  }

  /** No rule matches any event from now on, and no schedule is due. */
  public stop(): void {
    this.unsubscribe();
    for (const schedule of this.schedules.values()) schedule.abort();
  }

  private putEvents({ Entries = [] }: sdk.PutEventsRequest): sdk.PutEventsResponse {
    const results = Entries.map(({ Source, DetailType, Detail, Resources, Time }): sdk.PutEventsResultEntry => {
      if (!Source || !DetailType || !Detail) {
        const missing = !Source ? 'Source' : !DetailType ? 'DetailType' : 'Detail';
        return {
          ErrorCode: 'InvalidArgument',
          ErrorMessage: `Parameter ${missing} is not valid. Reason: ${missing} is a required argument.`,
        };
      }
      if (Source.startsWith('aws.')) {
        return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
      }
      const detail = parsed(Detail);
      if (!detail) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
      const time = Time?.getTime() ?? this.cloud.clock.now();
      this.cloud.events.publish({ source: Source, detailType: DetailType, resources: Resources ?? [], detail, time });
      return { EventId: randomUUID() };
    });
    return { FailedEntryCount: results.filter((one) => one.ErrorCode).length, Entries: results };
  }

  private putRule({ Name = '', EventPattern, ScheduleExpression, State, Description, RoleArn }: sdk.PutRuleRequest) {
    if (!EventPattern && !ScheduleExpression) {
      throw new AwsError('ValidationException', 'Parameter(s) EventPattern or ScheduleExpression must be specified.');
    }
    const period = ScheduleExpression === undefined ? undefined : periodOf(ScheduleExpression);
    const rule: RuleRecord = {
      name: Name,
      arn: this.cloud.arn('events', `rule/${Name}`),
      pattern: EventPattern === undefined ? undefined : parsedPattern(EventPattern),
      patternText: EventPattern,
      schedule: ScheduleExpression,
      state: State === 'DISABLED' ? 'DISABLED' : 'ENABLED',
      description: Description,
      roleArn: RoleArn,
      targets: this.rules.get(Name)?.targets ?? new Map(),
    };
    this.rules.set(Name, rule);
    this.schedules.get(Name)?.abort();
    if (period !== undefined) void this.runSchedule(rule, period);
    return { RuleArn: rule.arn };
  }

  /** Sends an event to the targets of every rule that it fits; who waits for nothing is told nothing. */
  private route(event: CloudEvent): void {
    const wire = this.onTheWire(event);
    for (const rule of this.rules.values()) {
      if (rule.state === 'DISABLED' || rule.pattern === undefined || !fitsPattern(rule.pattern, wire)) continue;
      for (const target of rule.targets.values()) void this.send(rule, target, wire);
    }
  }

  /** The first time is one period after the rule was put. */
  private async runSchedule(rule: RuleRecord, periodMs: number): Promise<void> {
    const schedule = new AbortController();
    this.schedules.set(rule.name, schedule);
    for (;;) {
      await this.cloud.clock.sleep(periodMs, schedule.signal);
      if (schedule.signal.aborted) return;
      if (rule.state === 'DISABLED') continue;
      const event = this.onTheWire({
        source: 'aws.events',
        detailType: 'Scheduled Event',
        resources: [rule.arn],
        detail: {},
        time: this.cloud.clock.now(),
      });
      for (const target of rule.targets.values()) void this.send(rule, target, event);
    }
  }

  private async send(rule: RuleRecord, target: sdk.Target, event: Readonly<Record<string, unknown>>): Promise<void> {
    const input = inputOf(target, event);
    const at = this.cloud.clock.now();
    const sent: SentEvent = {
      at,
      rule: rule.name,
      targetArn: target.Arn ?? '',
      input,
      recordedOnly: !isInvoked(target),
    };
    this.sent.push(sent);
    sent.error = await deliver(this.cloud, this.services, rule, target, input).catch((error: Error) => error.message);
  }

  /** The event with EventBridge's envelope, as targets and patterns see it. */
  private onTheWire({ source, detailType, resources, detail, time }: CloudEvent): Readonly<Record<string, unknown>> {
    return {
      version: '0',
      id: randomUUID(),
      'detail-type': detailType,
      source,
      account: this.cloud.account,
      time: new Date(time).toISOString().replace(/\.\d+Z$/, 'Z'),
      region: this.cloud.region,
      resources,
      detail: JSON.parse(JSON.stringify(detail)) as unknown,
    };
  }

  private find(name: string | undefined): RuleRecord {
    const found = this.rules.get(name ?? '');
    if (found) return found;
    throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus default.`);
  }
}

function describe({ name, arn, patternText, schedule, state, description, roleArn }: RuleRecord): sdk.Rule {
  return {
    Name: name,
    Arn: arn,
    EventPattern: patternText,
    ScheduleExpression: schedule,
    State: state,
    Description: description,
    RoleArn: roleArn,
    EventBusName: 'default',
  };
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function parsedPattern(text: string): unknown {
  try {
    const pattern: unknown = JSON.parse(text);
    checkPattern(pattern);
    return pattern;
  } catch (error) {
    throw new AwsError(
      'InvalidEventPatternException',
      `Event pattern is not valid. Reason: ${(error as Error).message}`,
    );
  }
}
