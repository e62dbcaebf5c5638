import { VirtualClock } from '../../../rehearsal/clock';
import { Cloud } from '../../../rehearsal/cloud';
import { rootOf } from '../../../rehearsal/principal';
import { lookLines } from '../../../rehearsal/release/looks';
import { DYNAMODB_SWITCHES, DynamoDb } from '../../../rehearsal/services/dynamodb/dynamodb';
import { Switches } from '../../../rehearsal/switches';

const BAD = 'dry run: would have sent it back 7 min after its first traffic: candidate failed 18 of 579 requests';

test('a dry run is told when what it would do changes, although it always says pass', async () => {
  const clock = new VirtualClock(0);
  const cloud = new Cloud({ clock, switches: new Switches(DYNAMODB_SWITCHES, {}) });
  const dynamoDb = cloud.add(new DynamoDb(cloud));
  const table = cloud.client(dynamoDb, rootOf(cloud.account));
  await table.CreateTable({
    TableName: 'looks',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'kind', AttributeType: 'S' },
      { AttributeName: 'id', AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'kind', KeyType: 'HASH' },
      { AttributeName: 'id', KeyType: 'RANGE' },
    ],
  });
  await clock.advance(5_000);
  const reasons = ['dry run: would wait: few', 'dry run: would pass: good', BAD, BAD, BAD];
  for (const [index, reason] of reasons.entries()) {
    const id = new Date(index * 30_000).toISOString();
    const Item = { kind: { S: 'look#d-1' }, id: { S: id }, verdict: { S: 'pass' }, weight: { N: '10' } };
    await table.PutItem({ TableName: 'looks', Item: { ...Item, reason: { S: reason } } });
  }

  const lines = await lookLines({ cloud, dynamoDb }, 'looks', 'd-1', 0);

  expect(lines.map(({ atSeconds, text, bad }) => [atSeconds, text, bad])).toEqual([
    [0, 'the analysis, in a dry run: would wait: few', false],
    [30, 'the analysis, in a dry run: would pass: good', false],
    [60, `the analysis, in a ${BAD}`, true],
    [120, `the analysis, in a ${BAD}`, true],
  ]);
});
