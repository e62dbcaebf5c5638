import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { clientOf, closeEndpoints, startEndpoint } from '../../endpoint/fixture';
import { key, localDynamoDb } from './setting';

afterEach(closeEndpoints);

test('speaks to the SDK: dates, bytes, and the reasons of a cancelled transaction', async () => {
  const { cloud, clock } = await localDynamoDb();
  const client = clientOf(DynamoDBClient, await startEndpoint(cloud));
  const TableName = 'releases';
  const Item = { ...key('a', 1), hash: { B: Uint8Array.of(1, 2) } };

  const { TableDescription } = await client.send(
    new CreateTableCommand({
      TableName: 'other',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }),
  );
  await client.send(new PutItemCommand({ TableName, Item }));
  const got = await client.send(new GetItemCommand({ TableName, Key: key('a', 1) }));
  const cancelled = client.send(
    new TransactWriteItemsCommand({
      TransactItems: [{ Put: { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' } }],
    }),
  );

  expect(TableDescription?.CreationDateTime).toEqual(new Date(clock.now()));
  expect(got.Item?.hash.B).toEqual(Uint8Array.of(1, 2));
  await expect(cancelled).rejects.toMatchObject({
    name: 'TransactionCanceledException',
    CancellationReasons: [{ Code: 'ConditionalCheckFailed' }],
  });
});
