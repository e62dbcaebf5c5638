import { type DynamoDBClient, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Colour } from '../../../rehearsal/report';
import { colourIn, type ReleaseRecord, readRecord, text, time } from './record';

/** What the table knows of a service. */
export interface ServiceRecord {
  readonly live: Colour;
  /** Id of the release that runs, or that was killed before it could give the lock back. */
  readonly lock?: string;
  /** When the scaling down of the previous colour began, which has the lock meanwhile: no release runs then. */
  readonly retiring?: Date;
}

/** The table of one construct: the lock, the live colour, and its releases. */
export class Records {
  constructor(
    private readonly dynamoDb: DynamoDBClient,
    private readonly table: string,
  ) {}

  /** Before the first release blue is live, and nothing is locked. */
  public async service(): Promise<ServiceRecord> {
    const item = (await this.get('service', 'service')) ?? {};
    const retiring = time(item, 'retiring');
    return { live: colourIn(item, 'live') ?? 'blue', lock: retiring ? undefined : text(item, 'lock'), retiring };
  }

  /** Undefined when there is none of that id: it never was, it has not begun to write, or its record has expired. */
  public async release(id: string): Promise<ReleaseRecord | undefined> {
    const item = await this.get('release', id);
    return item && readRecord(item);
  }

  /** The newest releases, newest first. */
  public async latest(limit: number): Promise<ReleaseRecord[]> {
    const { Items = [] } = await this.dynamoDb.send(
      new QueryCommand({
        TableName: this.table,
        KeyConditionExpression: '#kind = :release',
        ExpressionAttributeNames: { '#kind': 'kind' },
        ExpressionAttributeValues: { ':release': { S: 'release' } },
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: limit,
      }),
    );
    return Items.map(readRecord);
  }

  private async get(kind: 'service' | 'release', id: string) {
    const { Item } = await this.dynamoDb.send(
      new GetItemCommand({ TableName: this.table, Key: { kind: { S: kind }, id: { S: id } }, ConsistentRead: true }),
    );
    return Item;
  }
}
