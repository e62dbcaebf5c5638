import { key, localDynamoDb } from './setting';

const TableName = 'releases';

test('a table is CREATING for a while on the rehearsal clock, then ACTIVE', async () => {
  const { client, clock, whenCreated } = await localDynamoDb();

  expect(whenCreated).toMatchObject({ TableStatus: 'CREATING', CreationDateTime: new Date(clock.now() - 5_000) });
  expect((await client.DescribeTable({ TableName })).Table).toMatchObject({
    TableStatus: 'ACTIVE',
    TableArn: 'arn:aws:dynamodb:us-east-1:123456789012:table/releases',
  });
});

test('refuses to write to a table that does not exist yet', async () => {
  const { client } = await localDynamoDb();

  const put = client.PutItem({ TableName: 'none', Item: key('a', 1) });

  await expect(put).rejects.toMatchObject({ code: 'ResourceNotFoundException', status: 400 });
});

test('writes by a condition: a lock is taken once', async () => {
  const { client } = await localDynamoDb();
  const lock = (owner: string) =>
    client.PutItem({
      TableName,
      Item: { ...key('lock', 0), owner: { S: owner } },
      ConditionExpression: 'attribute_not_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
  await lock('one');

  await expect(lock('two')).rejects.toMatchObject({
    code: 'ConditionalCheckFailedException',
    message: 'The conditional request failed',
    details: { Item: { owner: { S: 'one' } } },
  });
});

test('updates by an expression and answers the new values', async () => {
  const { client } = await localDynamoDb();
  await client.PutItem({ TableName, Item: { ...key('a', 1), weight: { N: '10' } } });

  const { Attributes } = await client.UpdateItem({
    TableName,
    Key: key('a', 1),
    UpdateExpression: 'SET #w = #w + :more, steps = list_append(if_not_exists(steps, :none), :step)',
    ExpressionAttributeNames: { '#w': 'weight' },
    ExpressionAttributeValues: { ':more': { N: '15' }, ':none': { L: [] }, ':step': { L: [{ S: 'shift' }] } },
    ReturnValues: 'ALL_NEW',
  });

  expect(Attributes).toEqual({ ...key('a', 1), weight: { N: '25' }, steps: { L: [{ S: 'shift' }] } });
});

test('queries in order, backwards and page by page, and by an index', async () => {
  const { client } = await localDynamoDb();
  for (const at of [3, 1, 10, 2]) {
    await client.PutItem({ TableName, Item: { ...key('a', at), state: { S: at > 2 ? 'done' : 'running' } } });
  }
  const query = { TableName, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': { S: 'a' } } };
  const numbers = (items: typeof first.Items) => items?.map((one) => Number(one.sk.N));

  const first = await client.Query({ ...query, Limit: 2 });
  const rest = await client.Query({ ...query, ExclusiveStartKey: first.LastEvaluatedKey });
  const back = await client.Query({ ...query, ScanIndexForward: false });
  const done = await client.Query({
    TableName,
    IndexName: 'by-state',
    KeyConditionExpression: '#s = :s',
    ExpressionAttributeNames: { '#s': 'state' },
    ExpressionAttributeValues: { ':s': { S: 'done' } },
  });

  expect([numbers(first.Items), numbers(rest.Items), numbers(back.Items)]).toEqual([
    [1, 2],
    [3, 10],
    [10, 3, 2, 1],
  ]);
  expect(numbers(done.Items)?.sort()).toEqual([10, 3]);
});

test('writes, reads and deletes in batches, and scans', async () => {
  const { client } = await localDynamoDb();
  const put = [1, 2].map((sk) => ({ PutRequest: { Item: key('a', sk) } }));
  await client.BatchWriteItem({ RequestItems: { releases: put } });
  await client.BatchWriteItem({ RequestItems: { releases: [{ DeleteRequest: { Key: key('a', 1) } }] } });

  const read = await client.BatchGetItem({ RequestItems: { releases: { Keys: [key('a', 1), key('a', 2)] } } });

  expect(read.Responses?.releases).toEqual([key('a', 2)]);
  expect((await client.Scan({ TableName })).Items).toEqual([key('a', 2)]);
});

test('keeps binary values as bytes', async () => {
  const { client } = await localDynamoDb();
  const bytes = Buffer.from([1, 2, 255]);
  await client.PutItem({ TableName, Item: { ...key('a', 1), hash: { B: bytes }, B: { M: { B: { S: 'text' } } } } });

  const { Item } = await client.GetItem({ TableName, Key: key('a', 1) });

  expect(Item?.hash.B).toEqual(bytes);
  expect(Item?.B).toEqual({ M: { B: { S: 'text' } } });
});

test('deletes a table after a while, with its items', async () => {
  const { client, clock } = await localDynamoDb();
  await client.PutItem({ TableName, Item: key('a', 1) });
  await client.DeleteTable({ TableName });

  expect((await client.DescribeTable({ TableName })).Table?.TableStatus).toBe('DELETING');

  await clock.advance(2_000);
  await expect(client.DescribeTable({ TableName })).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
});

test('takes an ARN for a table name', async () => {
  const { client, cloud } = await localDynamoDb();

  await client.PutItem({ TableName: cloud.arn('dynamodb', 'table/releases'), Item: key('a', 1) });

  expect((await client.Scan({ TableName })).Count).toBe(1);
});

describe('time to live', () => {
  const expiring = async (chosen: Record<string, string> = {}) => {
    const world = await localDynamoDb(chosen);
    const { client, clock } = world;
    await client.UpdateTimeToLive({
      TableName,
      TimeToLiveSpecification: { Enabled: true, AttributeName: 'expires' },
    });
    const expires = { N: String(Math.floor(clock.now() / 1_000) + 60) };
    await client.PutItem({ TableName, Item: { ...key('a', 1), expires, state: { S: 'done' } } });
    const count = async () => (await client.Scan({ TableName })).Count;
    return { ...world, count };
  };

  test('an expired item may be read for two days more', async () => {
    const { clock, count } = await expiring();

    await clock.advance(47 * 3_600_000);
    expect(await count()).toBe(1);
    await clock.advance(2 * 3_600_000);
    expect(await count()).toBe(0);
  });

  test('an expired item is gone at once when the switch says so, from indexes too', async () => {
    const { client, clock, count } = await expiring({ 'dynamodb.expiredItems': 'gone-at-once' });

    await clock.advance(59_000);
    expect(await count()).toBe(1);
    await clock.advance(2_000);
    expect(await count()).toBe(0);
    expect((await client.Scan({ TableName, IndexName: 'by-state' })).Count).toBe(0);
  });

  test('is described, and refused twice', async () => {
    const { client } = await expiring();

    const { TimeToLiveDescription } = await client.DescribeTimeToLive({ TableName });
    const again = client.UpdateTimeToLive({
      TableName,
      TimeToLiveSpecification: { Enabled: true, AttributeName: 'expires' },
    });

    expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' });
    await expect(again).rejects.toMatchObject({ message: 'TimeToLive is already enabled' });
  });
});
