import type * as sdk from '@aws-sdk/client-dynamodb';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import { EXPIRED_ITEMS_STAY_MS } from './durations';
import type { Engine } from './engine';

/** Items that expired longer ago than this are never deleted (five years; DynamoDB's TTL guide). */
const TOO_OLD_MS = 5 * 365.25 * 86_400_000;

/** How often the items of a table are looked at, where they stay for days. */
const SWEEP_EVERY_MS = 60_000;

type Item = Record<string, { readonly N?: string }>;

/** Time to live: which attribute of a table says when an item expires, and the deletion of what has expired. */
export class TimeToLive {
  /** The attribute by table. */
  private readonly attributes = new Map<string, string>();
  /** When the items of a table were last looked at. */
  private readonly sweptAt = new Map<string, number>();

  constructor(
    private readonly engine: Engine,
    private readonly cloud: Cloud,
  ) {}

  public update({ TableName = '', TimeToLiveSpecification: wanted }: sdk.UpdateTimeToLiveInput) {
    const table = this.engine.runNow('DescribeTable', { TableName }) as sdk.DescribeTableOutput;
    const name = table.Table?.TableName ?? TableName;
    const { Enabled, AttributeName = '' } = wanted ?? {};
    const current = this.attributes.get(name);
    if (Enabled && current !== undefined) {
      const other = `TimeToLive is active on a different AttributeName: current AttributeName is ${current}`;
      throw new AwsError('ValidationException', current === AttributeName ? 'TimeToLive is already enabled' : other);
    }
    if (!Enabled && current === undefined) throw new AwsError('ValidationException', 'TimeToLive is already disabled');
    if (Enabled) this.attributes.set(name, AttributeName);
    else this.attributes.delete(name);
    return { TimeToLiveSpecification: { Enabled, AttributeName } };
  }

  public describe({ TableName = '' }: sdk.DescribeTimeToLiveInput) {
    this.engine.runNow('DescribeTable', { TableName });
    const AttributeName = this.attributes.get(TableName);
    const description = AttributeName
      ? { TimeToLiveStatus: 'ENABLED', AttributeName }
      : { TimeToLiveStatus: 'DISABLED' };
    return { TimeToLiveDescription: description };
  }

  public forget(table: string): void {
    this.attributes.delete(table);
  }

  /** Deletes what has expired; to be called before a table is read or written. */
  public sweep(table: string): void {
    const attribute = this.attributes.get(table);
    if (attribute === undefined) return;
    const stays = this.cloud.switches.is('dynamodb.expiredItems', 'gone-at-once') ? 0 : EXPIRED_ITEMS_STAY_MS;
    const now = this.cloud.clock.now();
    // Every read and write comes by here; two days later, a minute more does not count.
    if (stays > 0 && now - (this.sweptAt.get(table) ?? Number.NEGATIVE_INFINITY) < SWEEP_EVERY_MS) return;
    this.sweptAt.set(table, now);
    for (const item of this.engine.store.getItemDb(table).peekAll() as Item[]) {
      const expiry = Number(item[attribute]?.N ?? Number.NaN) * 1_000;
      if (now >= expiry + stays && now - expiry <= TOO_OLD_MS) this.remove(table, item);
    }
  }

  private remove(TableName: string, item: Item): void {
    const { Table } = this.engine.runNow('DescribeTable', { TableName }) as sdk.DescribeTableOutput;
    const keys = (Table?.KeySchema ?? []).map((one) => one.AttributeName ?? '');
    this.engine.runNow('DeleteItem', { TableName, Key: Object.fromEntries(keys.map((key) => [key, item[key]])) });
  }
}
