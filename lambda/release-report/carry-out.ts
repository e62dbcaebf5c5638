import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { CreateOpsItemCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { messageOf } from '../shared/message-of';
import type { Action } from './decide';
import type { EventDetailType, EventSource, Report } from './environment';
import { embeddedMetrics } from './metrics';
import type { ReportTable } from './report-table';

/** What actions are carried out by. */
export interface Effects {
  readonly table: ReportTable;
  readonly sns: SNSClient;
  readonly events: EventBridgeClient;
  readonly ssm: SSMClient;
  /** Writes a line to the log. @default - to stdout, as `jsonLog` does */
  readonly write?: (line: string) => void;
}

const SOURCE: EventSource = 'cdk-blue-green';
const DETAIL_TYPE: EventDetailType = 'Blue-Green Release Report';

/**
 * Carries the actions out, each whatever became of the one before, and keeps those that succeed.
 *
 * People are told at least once, metrics are written at most once: a missing point is seen, a doubled one is not.
 *
 * @param at the time of the event, in milliseconds
 * @throws with the reasons of all that failed, so that Lambda tries again what is not done
 */
export async function carryOut(
  actions: readonly Action[],
  report: Report,
  at: number,
  effects: Effects,
): Promise<void> {
  const failures: string[] = [];
  for (const action of actions) {
    try {
      await carryOne(action, report, at, effects);
    } catch (error) {
      failures.push(`${action.key}: ${messageOf(error)}`);
    }
  }
  if (failures.length > 0) throw new Error(`not all of the report could be sent; ${failures.join('; ')}`);
}

const toStdout = (line: string) => void process.stdout.write(line);

async function carryOne(action: Action, report: Report, at: number, effects: Effects): Promise<void> {
  const mark = () => effects.table.markDone(report.release, action.key, at / 1000);
  if (action.kind === 'metrics') {
    if (await mark()) (effects.write ?? toStdout)(`${embeddedMetrics(report, at)}\n`);
    return;
  }
  if (action.kind === 'event') await putEvent(report, effects);
  if (action.kind === 'topic') {
    const { topic: TopicArn, subject: Subject, message: Message } = action;
    await effects.sns.send(new PublishCommand({ TopicArn, Subject, Message }));
  }
  if (action.kind === 'ops-item') await createOpsItem(action, report, effects);
  await mark();
}

async function putEvent(report: Report, { events }: Effects): Promise<void> {
  const { FailedEntryCount, Entries = [] } = await events.send(
    new PutEventsCommand({
      Entries: [{ Source: SOURCE, DetailType: DETAIL_TYPE, Detail: JSON.stringify(report) }],
    }),
  );
  if (FailedEntryCount) throw new Error(Entries[0]?.ErrorMessage ?? 'EventBridge did not take the event');
}

/** Systems Manager refuses a second one with the same deduplication text, which is as good as made. */
async function createOpsItem(
  { severity, title, description }: Extract<Action, { kind: 'ops-item' }>,
  { construct, release }: Report,
  { ssm }: Effects,
): Promise<void> {
  const dedupString = `cdk-blue-green ${construct} ${release}`;
  try {
    await ssm.send(
      new CreateOpsItemCommand({
        Title: title,
        Description: description,
        Source: SOURCE,
        Category: 'Availability',
        Severity: severity,
        OperationalData: { '/aws/dedup': { Type: 'SearchableString', Value: JSON.stringify({ dedupString }) } },
      }),
    );
  } catch (error) {
    if (!(error instanceof Error && error.name === 'OpsItemAlreadyExistsException')) throw error;
  }
}
