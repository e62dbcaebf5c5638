import { type AttributeValue, type DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Settings } from './environment';

/**
 * The table of a construct, as far as reports go: releases are read, and of each the item `report` keeps what has been done.
 *
 * It is an item of its own, so that no write here can meet a condition that the state machine goes by.
 */
export class ReportTable {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly settings: Pick<Settings, 'table' | 'recordSeconds'>,
  ) {}

  /** The record of a release; empty when there is none. */
  public release(id: string): Promise<Readonly<Record<string, AttributeValue>>> {
    return this.read('release', id);
  }

  /** The keys of what has been done for a release. */
  public async done(release: string): Promise<Set<string>> {
    return new Set((await this.read('report', release)).done?.SS);
  }

  /** Keeps that something is done; false when it had been kept before. */
  public async markDone(release: string, key: string, nowSeconds: number): Promise<boolean> {
    try {
      await this.client.send(
        new UpdateItemCommand({
          TableName: this.settings.table,
          Key: { kind: { S: 'report' }, id: { S: release } },
          UpdateExpression: 'ADD #done :keys SET #expiresAt = :expiresAt',
          ConditionExpression: 'NOT contains(#done, :key)',
          ExpressionAttributeNames: { '#done': 'done', '#expiresAt': 'expiresAt' },
          ExpressionAttributeValues: {
            ':keys': { SS: [key] },
            ':key': { S: key },
            ':expiresAt': { N: `${Math.floor(nowSeconds) + this.settings.recordSeconds}` },
          },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
      throw error;
    }
  }

  private async read(kind: string, id: string): Promise<Readonly<Record<string, AttributeValue>>> {
    const { Item = {} } = await this.client.send(
      new GetItemCommand({
        TableName: this.settings.table,
        Key: { kind: { S: kind }, id: { S: id } },
        ConsistentRead: true,
      }),
    );
    return Item;
  }
}
