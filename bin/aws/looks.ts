import { type AttributeValue, type DynamoDBClient, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { LastLook } from '../commands/ports';

/** What the analysis of a construct has written down. */
export class Looks {
  constructor(
    private readonly dynamoDb: DynamoDBClient,
    private readonly table: string,
  ) {}

  /** The newest look at a release; undefined when nobody has looked. */
  public async last(release: string): Promise<LastLook | undefined> {
    const { Items = [] } = await this.dynamoDb.send(
      new QueryCommand({
        TableName: this.table,
        KeyConditionExpression: '#kind = :look',
        ExpressionAttributeNames: { '#kind': 'kind' },
        ExpressionAttributeValues: { ':look': { S: `look#${release}` } },
        ScanIndexForward: false,
        Limit: 1,
      }),
    );
    const [item] = Items;
    return item && readLook(item);
  }

  /** Why the analysis, or CodeDeploy, sent a release back; undefined when the record does not say. */
  public async reasonOf(release: string): Promise<string | undefined> {
    const Key = { kind: { S: 'release' }, id: { S: release } };
    const { Item } = await this.dynamoDb.send(new GetItemCommand({ TableName: this.table, Key }));
    return Item?.rolledBackBy?.S === 'the analysis' ? Item.reason?.S : undefined;
  }
}

function readLook(item: Record<string, AttributeValue>): LastLook {
  return {
    at: new Date(item.id?.S ?? ''),
    weight: Number(item.weight?.N ?? 0),
    verdict: item.verdict?.S ?? '',
    reason: item.reason?.S ?? '',
    measures: JSON.parse(item.measures?.S ?? '[]') as unknown[],
    rules: JSON.parse(item.rules?.S ?? '[]') as unknown[],
  };
}
