import type * as sdk from '@aws-sdk/client-dynamodb';
import type { Cloud } from '../../cloud';
import type { Service } from '../../service';
import type { ActionName } from './actions';
import { keyOf, withItemOnFailure } from './conditional-check';
import { Engine } from './engine';
import { tableName, tablesIn, withTableNames } from './tables';
import { TimeToLive } from './time-to-live';
import { partsOf, Transactions } from './transactions';

export { DYNAMODB_SWITCHES } from './switches';

/**
 * DynamoDB: tables and items by dynalite, in memory and on the rehearsal's clock; transactions and time to live, which
 * dynalite does not have. Reads are always consistent, and nothing is ever throttled.
 */
export class DynamoDb implements Service {
  public readonly prefix = 'dynamodb';
  private readonly engine: Engine;
  private readonly timeToLive: TimeToLive;
  private readonly transactions: Transactions;

  public readonly operations = {
    CreateTable: (input: sdk.CreateTableInput) => this.do<sdk.CreateTableOutput>('CreateTable', input),
    DescribeTable: (input: sdk.DescribeTableInput) => this.do<sdk.DescribeTableOutput>('DescribeTable', input),
    UpdateTable: (input: sdk.UpdateTableInput) => this.do<sdk.UpdateTableOutput>('UpdateTable', input),
    DeleteTable: async (input: sdk.DeleteTableInput) => {
      const output = await this.do<sdk.DeleteTableOutput>('DeleteTable', input);
      this.timeToLive.forget(tableName(input.TableName));
      return output;
    },
    ListTables: (input: sdk.ListTablesInput) => this.do<sdk.ListTablesOutput>('ListTables', input),
    PutItem: (input: sdk.PutItemInput) => this.write<sdk.PutItemOutput>('PutItem', input),
    UpdateItem: (input: sdk.UpdateItemInput) => this.write<sdk.UpdateItemOutput>('UpdateItem', input),
    DeleteItem: (input: sdk.DeleteItemInput) => this.write<sdk.DeleteItemOutput>('DeleteItem', input),
    GetItem: (input: sdk.GetItemInput) => this.do<sdk.GetItemOutput>('GetItem', input),
    Query: (input: sdk.QueryInput) => this.do<sdk.QueryOutput>('Query', input),
    Scan: (input: sdk.ScanInput) => this.do<sdk.ScanOutput>('Scan', input),
    BatchGetItem: (input: sdk.BatchGetItemInput) => this.do<sdk.BatchGetItemOutput>('BatchGetItem', input),
    BatchWriteItem: (input: sdk.BatchWriteItemInput) => this.do<sdk.BatchWriteItemOutput>('BatchWriteItem', input),
    TransactWriteItems: async (input: sdk.TransactWriteItemsInput): Promise<sdk.TransactWriteItemsOutput> => {
      await this.ready(partsOf(input.TransactItems).map((part) => part.input.TableName));
      return this.transactions.write(input);
    },
    TransactGetItems: async (input: sdk.TransactGetItemsInput): Promise<sdk.TransactGetItemsOutput> => {
      await this.ready(partsOf(input.TransactItems).map((part) => part.input.TableName));
      return this.transactions.read(input);
    },
    UpdateTimeToLive: async (input: sdk.UpdateTimeToLiveInput): Promise<sdk.UpdateTimeToLiveOutput> => {
      await this.ready([]);
      return this.timeToLive.update(withTableNames(input));
    },
    DescribeTimeToLive: async (input: sdk.DescribeTimeToLiveInput) => {
      await this.ready([]);
      return this.timeToLive.describe(withTableNames(input)) as sdk.DescribeTimeToLiveOutput;
    },
    TagResource: (input: sdk.TagResourceInput) => this.do<object>('TagResource', input),
    UntagResource: (input: sdk.UntagResourceInput) => this.do<object>('UntagResource', input),
    ListTagsOfResource: (input: sdk.ListTagsOfResourceInput) =>
      this.do<sdk.ListTagsOfResourceOutput>('ListTagsOfResource', input),
  };

  constructor(private readonly cloud: Cloud) {
    this.engine = new Engine(cloud);
    this.timeToLive = new TimeToLive(this.engine, cloud);
    this.transactions = new Transactions(this.engine, cloud.clock);
  }

  /** A transaction needs the permissions of its parts, and none of its own. */
  public partsOf(operation: string, input: unknown) {
    if (operation !== 'TransactWriteItems' && operation !== 'TransactGetItems') return undefined;
    return partsOf((input as sdk.TransactWriteItemsInput).TransactItems);
  }

  /** The table, or the index of it that is asked; each table of a batch. */
  public resourcesOf(_operation: string, input: unknown): string[] | undefined {
    const { IndexName, ResourceArn } = (input ?? {}) as { IndexName?: string; ResourceArn?: string };
    const tables = tablesIn((input ?? {}) as object);
    if (tables.length === 0) return ResourceArn ? [ResourceArn] : undefined;
    const index = IndexName ? `/index/${IndexName}` : '';
    return tables.map((name) => this.cloud.arn('dynamodb', `table/${name}${index}`));
  }

  /** Ends everything that runs by itself: tables on their way to ACTIVE. */
  public stop(): void {
    this.engine.stop();
  }

  private async do<Output>(name: ActionName, input: object): Promise<Output> {
    await this.ready(tablesIn(input));
    return (await this.engine.run(name, withTableNames(input))) as Output;
  }

  private async write<Output>(
    name: 'PutItem' | 'UpdateItem' | 'DeleteItem',
    given: sdk.PutItemInput | sdk.UpdateItemInput | sdk.DeleteItemInput,
  ): Promise<Output> {
    await this.ready(tablesIn(given));
    const { ReturnValuesOnConditionCheckFailure: _, ...input } = withTableNames(given);
    if (!given.ReturnValuesOnConditionCheckFailure) return this.engine.runNow(name, input) as Output;
    const key = keyOf(this.engine, input.TableName ?? '', {
      ...('Item' in given ? given.Item : (given as sdk.UpdateItemInput).Key),
    });
    return withItemOnFailure(this.engine, withTableNames(given), key, () => this.engine.runNow(name, input) as Output);
  }

  private async ready(tables: readonly string[]): Promise<void> {
    await this.engine.load();
    for (const table of tables) this.timeToLive.sweep(table);
  }
}
