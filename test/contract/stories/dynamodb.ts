import {
  CreateTableCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { type At, failure } from '../both';
import type { Except } from '../differences';

const TableName = 'contract';
const key = (sk: number) => ({ pk: { S: 'a' }, sk: { N: String(sk) } });

export async function story(at: At) {
  const dynamoDb = at(DynamoDBClient);
  const send = dynamoDb.send.bind(dynamoDb);
  await send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'N' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
  let table = (await send(new DescribeTableCommand({ TableName }))).Table;
  while (table?.TableStatus !== 'ACTIVE') {
    await new Promise((resolve) => setTimeout(resolve, 250)); // moto is there at once
    table = (await send(new DescribeTableCommand({ TableName }))).Table;
  }
  const put = (sk: number, more = {}) => send(new PutItemCommand({ TableName, Item: key(sk), ...more }));
  const onlyNew = { ConditionExpression: 'attribute_not_exists(pk)' };
  for (const sk of [2, 1, 10]) await put(sk);
  const transact = failureWithReasons(
    send(
      new TransactWriteItemsCommand({
        TransactItems: [{ Put: { TableName, Item: key(3) } }, { Put: { TableName, Item: key(1), ...onlyNew } }],
      }),
    ),
  );
  return {
    table: { arn: table.TableArn, keys: table.KeySchema, billing: table.BillingModeSummary?.BillingMode },
    taken: await failure(put(1, onlyNew)),
    updated: (
      await send(
        new UpdateItemCommand({
          TableName,
          Key: key(1),
          UpdateExpression: 'SET weight = if_not_exists(weight, :zero) + :more',
          ExpressionAttributeValues: { ':zero': { N: '0' }, ':more': { N: '10' } },
          ReturnValues: 'ALL_NEW',
        }),
      )
    ).Attributes,
    badExpression: await failure(send(new UpdateItemCommand({ TableName, Key: key(1), UpdateExpression: 'SET' }))),
    transaction: await transact,
    undone: (await send(new GetItemCommand({ TableName, Key: key(3) }))).Item,
    query: (
      await send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk AND sk > :one',
          ExpressionAttributeValues: { ':pk': { S: 'a' }, ':one': { N: '1' } },
          ScanIndexForward: false,
        }),
      )
    ).Items,
    deleted: (await send(new DeleteItemCommand({ TableName, Key: key(2), ReturnValues: 'ALL_OLD' }))).Attributes,
    noTable: await failure(send(new GetItemCommand({ TableName: 'none', Key: key(1) }))),
    timeToLive: (
      await send(
        new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { Enabled: true, AttributeName: 'ttl' } }),
      )
    ).TimeToLiveSpecification,
    described: (await send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription,
  };
}

async function failureWithReasons(answer: Promise<unknown>): Promise<object> {
  return answer.then(
    () => ({ error: 'none' }),
    (error) => ({
      error: error.name,
      reasons: error.CancellationReasons?.map((one: { Code?: string; Message?: string }) => ({ ...one })),
    }),
  );
}

export const except: Except = {};
