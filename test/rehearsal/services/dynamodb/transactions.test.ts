import { roleWith } from '../../../../rehearsal/principal';
import { Iam } from '../../../../rehearsal/services/iam/iam';
import { key, localDynamoDb } from './setting';

const TableName = 'releases';
const absent = 'attribute_not_exists(pk)';

test('writes all', async () => {
  const { client } = await localDynamoDb();
  await client.PutItem({ TableName, Item: key('old', 1) });

  await client.TransactWriteItems({
    TransactItems: [
      { Put: { TableName, Item: key('a', 1), ConditionExpression: absent } },
      {
        Update: {
          TableName,
          Key: key('b', 1),
          UpdateExpression: 'SET live = :l',
          ExpressionAttributeValues: { ':l': { S: 'blue' } },
        },
      },
      { Delete: { TableName, Key: key('old', 1) } },
      { ConditionCheck: { TableName, Key: key('none', 1), ConditionExpression: absent } },
    ],
  });

  const { Items = [] } = await client.Scan({ TableName });
  expect(Items.map((one) => one.pk.S).sort()).toEqual(['a', 'b']);
});

test('writes nothing when one condition fails, and tells which', async () => {
  const { client } = await localDynamoDb();
  await client.PutItem({ TableName, Item: { ...key('lock', 1), owner: { S: 'one' } } });

  const write = client.TransactWriteItems({
    TransactItems: [
      { Put: { TableName, Item: { ...key('a', 1), state: { S: 'running' } } } },
      {
        Put: {
          TableName,
          Item: key('lock', 1),
          ConditionExpression: absent,
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
    ],
  });

  await expect(write).rejects.toMatchObject({
    code: 'TransactionCanceledException',
    message: expect.stringContaining('[None, ConditionalCheckFailed]'),
    details: {
      CancellationReasons: [
        { Code: 'None' },
        { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed', Item: { owner: { S: 'one' } } },
      ],
    },
  });
  expect((await client.Scan({ TableName })).Count).toBe(1);
  expect((await client.Scan({ TableName, IndexName: 'by-state' })).Count).toBe(0);
});

test('the same token is the same transaction for ten minutes', async () => {
  const { client, clock } = await localDynamoDb();
  const write = (pk: string) =>
    client.TransactWriteItems({
      ClientRequestToken: 'token',
      TransactItems: [{ Put: { TableName, Item: key(pk, 1), ConditionExpression: absent } }],
    });
  await write('a');

  await expect(write('a')).resolves.toEqual({});
  await expect(write('b')).rejects.toMatchObject({ code: 'IdempotentParameterMismatchException' });
  await clock.advance(601_000);
  await expect(write('a')).rejects.toMatchObject({ code: 'TransactionCanceledException' });
});

test('refuses two actions on one item', async () => {
  const { client } = await localDynamoDb();

  const write = client.TransactWriteItems({
    TransactItems: [{ Put: { TableName, Item: key('a', 1) } }, { Delete: { TableName, Key: key('a', 1) } }],
  });

  await expect(write).rejects.toMatchObject({
    code: 'ValidationException',
    message: 'Transaction request cannot include multiple operations on one item',
  });
});

test('reads items together', async () => {
  const { client } = await localDynamoDb();
  await client.PutItem({ TableName, Item: key('a', 1) });

  const { Responses } = await client.TransactGetItems({
    TransactItems: [{ Get: { TableName, Key: key('a', 1) } }, { Get: { TableName, Key: key('b', 1) } }],
  });

  expect(Responses).toEqual([{ Item: key('a', 1) }, { Item: undefined }]);
});

test('needs the permissions of its actions, on their tables', async () => {
  const { client, cloud, dynamoDb } = await localDynamoDb();
  const iam = cloud.add(new Iam(cloud));
  cloud.gatekeeper = iam;
  const role = cloud.client(iam, { kind: 'root', arn: 'root' });
  const trust = JSON.stringify({ Statement: [] });
  const made = await role.CreateRole({ RoleName: 'machine', AssumeRolePolicyDocument: trust });
  const allow = { Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: cloud.arn('dynamodb', 'table/releases') };
  await role.PutRolePolicy({
    RoleName: 'machine',
    PolicyName: 'own',
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [allow] }),
  });
  const machine = cloud.client(dynamoDb, roleWith(made.Role?.Arn ?? ''));
  const put = { Put: { TableName, Item: key('a', 1) } };

  await machine.TransactWriteItems({ TransactItems: [put] });
  const denied = machine.TransactWriteItems({ TransactItems: [put, { Delete: { TableName, Key: key('b', 1) } }] });

  await expect(denied).rejects.toMatchObject({ message: expect.stringContaining('dynamodb:DeleteItem') });
  expect((await client.Scan({ TableName })).Count).toBe(1);
});
