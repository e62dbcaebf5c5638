import type { LocalAws } from '../local-aws';
import { rootOf } from '../principal';

/** What the record of a release says of its way back, as it is read in rehearsal milliseconds; the metric `DetectSeconds` is made of it. */
export interface RecordedTimes {
  /** The candidate's first production traffic. */
  readonly shiftedAt: number;
  /** The decision to go back. */
  readonly decidedAt: number;
}

/** The times in the record of a release; undefined where it has none of them: it did not go back, or users had not met the candidate. */
export async function recordedTimes(
  { cloud, dynamoDb }: LocalAws,
  table: string,
  release: string,
): Promise<RecordedTimes | undefined> {
  const Key = { kind: { S: 'release' }, id: { S: release } };
  const { Item } = await cloud.client(dynamoDb, rootOf(cloud.account)).GetItem({ TableName: table, Key });
  const shiftedAt = Date.parse(Item?.steps?.M?.['1']?.M?.at?.S ?? '');
  const decidedAt = Date.parse(Item?.decidedAt?.S ?? '');
  return Number.isNaN(shiftedAt) || Number.isNaN(decidedAt) ? undefined : { shiftedAt, decidedAt };
}
