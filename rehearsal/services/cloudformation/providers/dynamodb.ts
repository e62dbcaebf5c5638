import type * as sdk from '@aws-sdk/client-dynamodb';
import { type Existing, type ProviderContext, type Providers, provider } from '../provider';
import { number } from './names';

type TableProperties = Omit<sdk.CreateTableInput, 'Tags' | 'StreamSpecification'> & {
  readonly TimeToLiveSpecification?: sdk.TimeToLiveSpecification;
  readonly Tags?: sdk.Tag[];
  /** Global tables only; there is one region here. */
  readonly Replicas?: unknown;
};

/** AWS::DynamoDB. A global table is its replica in this region. */
export const dynamoDbProviders: Providers = {
  'AWS::DynamoDB::Table': table(),
  'AWS::DynamoDB::GlobalTable': table(),
};

function table() {
  return provider<TableProperties>({
    replaceOn: ['TableName', 'KeySchema', 'LocalSecondaryIndexes'],
    create: async (properties, context) => {
      const TableName = properties.TableName ?? context.physicalName(255);
      const made = await context.call<object, sdk.CreateTableOutput>(
        'dynamodb',
        'CreateTable',
        inputOf(properties, TableName),
      );
      const existing = describe(TableName, made.TableDescription);
      context.initiated(existing);
      await untilActive(TableName, context);
      const ResourceArn = made.TableDescription?.TableArn;
      if (properties.Tags?.length)
        await context.call('dynamodb', 'TagResource', { ResourceArn, Tags: properties.Tags });
      await setTimeToLive(TableName, properties.TimeToLiveSpecification, undefined, context);
      return existing;
    },
    update: async (properties, old, { physicalId: TableName }, context) => {
      const { BillingMode, ProvisionedThroughput } = inputOf(properties, TableName);
      const throughput = (one: TableProperties) => JSON.stringify([one.BillingMode, one.ProvisionedThroughput]);
      if (throughput(properties) !== throughput(old)) {
        await context.call('dynamodb', 'UpdateTable', { TableName, BillingMode, ProvisionedThroughput });
        await untilActive(TableName, context);
      }
      await setTimeToLive(TableName, properties.TimeToLiveSpecification, old.TimeToLiveSpecification, context);
      return undefined;
    },
    delete: async ({ physicalId: TableName }, _properties, context) => {
      await context.call('dynamodb', 'DeleteTable', { TableName });
    },
  });
}

/** What the API takes of a table's properties; numbers may be texts in a template. */
function inputOf(properties: TableProperties, TableName: string): sdk.CreateTableInput {
  const { AttributeDefinitions, KeySchema, BillingMode, LocalSecondaryIndexes, GlobalSecondaryIndexes } = properties;
  return {
    TableName,
    AttributeDefinitions,
    KeySchema,
    BillingMode,
    LocalSecondaryIndexes,
    ProvisionedThroughput: throughputOf(properties.ProvisionedThroughput),
    GlobalSecondaryIndexes: GlobalSecondaryIndexes?.map((index) => ({
      ...index,
      ProvisionedThroughput: throughputOf(index.ProvisionedThroughput),
    })),
  };
}

function throughputOf(given: sdk.ProvisionedThroughput | undefined): sdk.ProvisionedThroughput | undefined {
  return (
    given && {
      ReadCapacityUnits: number(given.ReadCapacityUnits),
      WriteCapacityUnits: number(given.WriteCapacityUnits),
    }
  );
}

async function untilActive(TableName: string, context: ProviderContext): Promise<void> {
  for (;;) {
    const { Table } = await context.call<object, sdk.DescribeTableOutput>('dynamodb', 'DescribeTable', { TableName });
    if (Table?.TableStatus === 'ACTIVE') return;
    await context.wait(1);
  }
}

async function setTimeToLive(
  TableName: string,
  wanted: sdk.TimeToLiveSpecification | undefined,
  old: sdk.TimeToLiveSpecification | undefined,
  context: ProviderContext,
): Promise<void> {
  const isOn = (one: sdk.TimeToLiveSpecification | undefined) => String(one?.Enabled) === 'true';
  if (isOn(wanted) === isOn(old)) return;
  const TimeToLiveSpecification = { AttributeName: (wanted ?? old)?.AttributeName, Enabled: isOn(wanted) };
  await context.call('dynamodb', 'UpdateTimeToLive', { TableName, TimeToLiveSpecification });
}

function describe(name: string, table: sdk.TableDescription | undefined): Existing {
  return { physicalId: name, attributes: { Arn: table?.TableArn, TableId: table?.TableId } };
}
