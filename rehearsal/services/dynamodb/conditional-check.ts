import type * as sdk from '@aws-sdk/client-dynamodb';
import { AwsError } from '../../aws-error';
import type { Engine } from './engine';
import { toWire } from './values';

/** A write that may be told to return the item that its condition found. */
type Conditional = Pick<sdk.PutItemInput, 'TableName' | 'ReturnValuesOnConditionCheckFailure'>;

/**
 * Does a write; a condition that fails answers with the item that is there, when it was asked for.
 *
 * @param key the key of the item
 */
export function withItemOnFailure<T>(engine: Engine, input: Conditional, key: object, write: () => T): T {
  try {
    return write();
  } catch (error) {
    const wanted = input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
    if (!wanted || !(error instanceof AwsError) || error.code !== 'ConditionalCheckFailedException') throw error;
    const { Item } = engine.runNow('GetItem', { TableName: input.TableName, Key: key }) as sdk.GetItemOutput;
    throw Item ? new AwsError(error.code, error.message, error.status, { Item: toWire(Item) }) : error;
  }
}

/** The key of an item of a table. */
export function keyOf(engine: Engine, TableName: string, item: Record<string, unknown>): Record<string, unknown> {
  const { Table } = engine.runNow('DescribeTable', { TableName }) as sdk.DescribeTableOutput;
  const names = (Table?.KeySchema ?? []).map((one) => one.AttributeName ?? '');
  return Object.fromEntries(names.map((name) => [name, item[name]]));
}
