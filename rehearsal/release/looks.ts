import type { LocalAws } from '../local-aws';
import { rootOf } from '../principal';
import type { TimelineEntry } from '../report';

/**
 * The looks of a release's analysis, as lines of the timeline: each that says something else than the one before, and the last.
 *
 * @param startedAt when the release was asked for, in rehearsal milliseconds
 */
export async function lookLines(
  { cloud, dynamoDb }: Pick<LocalAws, 'cloud' | 'dynamoDb'>,
  table: string,
  release: string,
  startedAt: number,
): Promise<TimelineEntry[]> {
  const { Items = [] } = await cloud.client(dynamoDb, rootOf(cloud.account)).Query({
    TableName: table,
    KeyConditionExpression: '#kind = :look',
    ExpressionAttributeNames: { '#kind': 'kind' },
    ExpressionAttributeValues: { ':look': { S: `look#${release}` } },
  });
  const looks = Items.map(({ id, verdict, reason, weight }) => ({
    at: Date.parse(id?.S ?? ''),
    verdict: verdict?.S ?? '',
    reason: reason?.S ?? '',
    weight: Number(weight?.N ?? 0),
    // A dry run always says pass; what it would have done is what changes.
    would: DRY_RUN.exec(reason?.S ?? '')?.[1],
  })).filter(({ weight }) => weight > 0);
  const told = looks.filter(
    ({ verdict, would, weight }, index) =>
      index === looks.length - 1 ||
      verdict !== looks[index - 1]?.verdict ||
      would !== looks[index - 1]?.would ||
      weight !== looks[index - 1]?.weight,
  );
  return told.map(({ at, verdict, would, reason }) => ({
    atSeconds: (at - startedAt) / 1000,
    kind: 'look',
    text: would === undefined ? `the analysis says ${verdict}: ${reason}` : `the analysis, in a ${reason}`,
    bad: verdict === 'fail' || would === SENT_BACK,
  }));
}

const DRY_RUN = /^dry run: would (wait|pass|have sent it back)/;
const SENT_BACK = 'have sent it back';

/** Why the analysis, or its probe, sent a release back; undefined when it did not. */
export async function analysisReason(
  { cloud, dynamoDb }: LocalAws,
  table: string,
  release: string,
): Promise<string | undefined> {
  const Key = { kind: { S: 'release' }, id: { S: release } };
  const { Item } = await cloud.client(dynamoDb, rootOf(cloud.account)).GetItem({ TableName: table, Key });
  return Item?.rolledBackBy?.S === 'the analysis' ? Item.reason?.S : undefined;
}
