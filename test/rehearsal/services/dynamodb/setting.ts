import { VirtualClock } from '../../../../rehearsal/clock';
import { Cloud } from '../../../../rehearsal/cloud';
import { rootOf } from '../../../../rehearsal/principal';
import { DYNAMODB_SWITCHES, DynamoDb } from '../../../../rehearsal/services/dynamodb/dynamodb';
import { Switches } from '../../../../rehearsal/switches';

/** DynamoDB in virtual time, with an active table `releases` (`pk`, `sk`) and an index on `state`. */
export async function localDynamoDb(chosen: Record<string, string> = {}) {
  const clock = new VirtualClock(Date.UTC(2026, 0, 1));
  const cloud = new Cloud({ clock, switches: new Switches(DYNAMODB_SWITCHES, chosen) });
  const dynamoDb = cloud.add(new DynamoDb(cloud));
  const client = cloud.client(dynamoDb, rootOf(cloud.account));
  const created = await client.CreateTable({
    TableName: 'releases',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'N' },
      { AttributeName: 'state', AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'by-state',
        KeySchema: [{ AttributeName: 'state', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
  const whenCreated = created.TableDescription;
  await clock.advance(5_000);
  return { clock, cloud, dynamoDb, client, whenCreated };
}

/** An item's key. */
export function key(pk: string, sk: number) {
  return { pk: { S: pk }, sk: { N: String(sk) } };
}
