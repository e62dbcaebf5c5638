import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { LocalAws } from '../../local-aws';
import { rootOf } from '../../principal';
import type { Phase } from '../../report';

/** What the table of a release machine has on one release, as far as a rehearsal asks. */
export interface ReleaseRecord {
  readonly phase?: Phase;
  /** Absent while it runs. */
  readonly outcome?: 'succeeded' | 'rolled-back' | 'refused';
  readonly reason?: string;
  /** Name of the execution that takes it back. */
  readonly rollback?: string;
  /** At the gate only. */
  readonly taskToken?: string;
}

/** Reads the record of a release; empty before the machine has written it. */
export async function readRecord(aws: LocalAws, table: string, release: string): Promise<ReleaseRecord> {
  const item = await readItem(aws, table, 'release', release);
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, value.S]));
}

async function readItem(
  { cloud, dynamoDb }: LocalAws,
  table: string,
  kind: string,
  id: string,
): Promise<Record<string, AttributeValue>> {
  const client = cloud.client(dynamoDb, rootOf(cloud.account));
  const { Item } = await client.GetItem({
    TableName: table,
    Key: { kind: { S: kind }, id: { S: id } },
    ConsistentRead: true,
  });
  return Item ?? {};
}
