import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { MeasureLook, RuleReport } from '../../analysis/look';
import type { Step } from '../../analysis/sample';
import type { State } from '../../analysis/state';
import type { Colour } from '../release/questions';

/** What is carried from look to look. */
export interface Entry {
  /** Counts the writes: who read an older one writes nothing. */
  readonly version: number;
  readonly live: Colour;
  /** Undefined until what live did before the release could be read. */
  readonly state?: State;
  readonly steps: readonly Step[];
  /** When the metrics were read last, in milliseconds. */
  readonly lookedAt: number;
  readonly verdict: 'pass' | 'wait' | 'fail';
  readonly reason: string;
  /** Since when the metrics cannot be read. */
  readonly blindSince?: number;
}

/** One look, as the record keeps it. */
export interface LookRecord {
  readonly at: number;
  /** Percent of the candidate. */
  readonly weight: number;
  readonly verdict: string;
  readonly reason: string;
  readonly measures: readonly MeasureLook[];
  readonly rules: readonly RuleReport[];
}

/** The items of a release that its analysis writes: what it carries, what it saw, and what it says. */
export class Ledger {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly table: string,
    private readonly recordSeconds: number,
  ) {}

  public async load(release: string): Promise<Entry | undefined> {
    const { Item } = await this.client.send(
      new GetItemCommand({ TableName: this.table, Key: keyOf('analysis', release), ConsistentRead: true }),
    );
    const text = Item?.entry?.S;
    return text === undefined ? undefined : (JSON.parse(text) as Entry);
  }

  /** Keeps the entry; false when somebody else has written in the meantime. */
  public async save(release: string, entry: Entry, now: number): Promise<boolean> {
    const command = new PutItemCommand({
      TableName: this.table,
      Item: {
        ...keyOf('analysis', release),
        version: { N: `${entry.version}` },
        entry: { S: JSON.stringify(entry) },
        expiresAt: this.expiry(now),
      },
      ConditionExpression: 'attribute_not_exists(#version) OR #version < :version',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':version': { N: `${entry.version}` } },
    });
    return done(this.client.send(command));
  }

  /** Keeps a look in the record, and what it says in the release's own item. */
  public async record(release: string, { at, weight, verdict, reason, measures, rules }: LookRecord): Promise<void> {
    await Promise.all([
      this.client.send(
        new PutItemCommand({
          TableName: this.table,
          Item: {
            ...keyOf(`look#${release}`, new Date(at).toISOString()),
            weight: { N: `${weight}` },
            verdict: { S: verdict },
            reason: { S: reason },
            measures: { S: JSON.stringify(measures) },
            rules: { S: JSON.stringify(rules) },
            expiresAt: this.expiry(at),
          },
        }),
      ),
      done(
        this.client.send(
          new UpdateItemCommand({
            TableName: this.table,
            Key: keyOf('release', release),
            UpdateExpression: 'SET #analysis = :analysis',
            ConditionExpression: 'attribute_exists(#kind)',
            ExpressionAttributeNames: { '#analysis': 'analysis', '#kind': 'kind' },
            ExpressionAttributeValues: { ':analysis': { M: { verdict: { S: verdict }, reason: { S: reason } } } },
          }),
        ),
      ),
    ]);
  }

  private expiry(now: number) {
    return { N: `${Math.floor(now / 1000) + this.recordSeconds}` };
  }
}

function keyOf(kind: string, id: string) {
  return { kind: { S: kind }, id: { S: id } };
}

async function done(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException || (error as Error).name === 'ConditionalCheckFailedException')
      return false;
    throw error;
  }
}
