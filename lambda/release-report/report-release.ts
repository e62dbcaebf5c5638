import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { readObject } from '../shared/checked-json';
import type { Log } from '../shared/log';
import { carryOut, type Effects } from './carry-out';
import { decide } from './decide';
import type { Report, Settings } from './environment';
import { findFacts, type Sources } from './find-facts';
import { metricsOf } from './metrics';
import { ReportTable } from './report-table';

/** The AWS that reports are made of and sent by. */
export type Clients = Omit<Sources & Effects, 'table'> & { readonly dynamoDb: DynamoDBClient };

/**
 * Reports what has become of a release, once for each phase: metrics, an event, notifications, an OpsItem.
 *
 * Events may come twice; what has been done is kept in the table and not done again.
 *
 * @throws while a rollback is under way, so that Lambda asks again in a minute and in three. Normally the rollback's own event comes
 * first; no document promises that event (aws-facts 8.1).
 */
export async function reportRelease(event: unknown, settings: Settings, clients: Clients, log: Log): Promise<void> {
  const table = new ReportTable(clients.dynamoDb, settings);
  const tools = { ...clients, table };
  const facts = await findFacts(event, settings, tools);
  if (!facts) return;
  const done = await table.done(facts.release);
  const report: Report = { ...facts, metrics: metricsOf(facts, done.has('succeeded metrics')) };
  const actions = decide(report, settings.notifications, done);
  log({ event: 'report', report, actions: actions.map(({ key }) => key) });
  await carryOut(actions, report, timeOf(event), tools);
  if (facts.phase === 'rolling-back' && settings.codeDeploy) {
    throw new Error(`release ${facts.release} is still going back; asking again`);
  }
}

function timeOf(event: unknown): number {
  const time = Date.parse(String(readObject(event, 'the event').time));
  if (Number.isNaN(time)) throw new Error('the event has no time');
  return time;
}
