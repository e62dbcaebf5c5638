import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { Term } from './settings';

/** What CloudWatch answered, by query and start of the period in milliseconds. */
export type Series = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** The queries of one look in one region: what several measures need is asked once. */
export class QueryBook {
  private readonly ids = new Map<string, string>();
  private readonly asked: MetricDataQuery[] = [];

  public get queries(): readonly MetricDataQuery[] {
    return this.asked;
  }

  /** The id of the query for a term; `returned`: whether its own values are wanted, or only those of an expression of it. */
  public ask(term: Term, period: number, returned = true): string {
    const key = JSON.stringify([term, period]);
    const known = this.ids.get(key);
    if (known !== undefined) return this.returning(known, returned);
    const query = term.expression === undefined ? metricQuery(term, period) : this.expression(term, period);
    const Id = `q${this.asked.length}`;
    this.ids.set(key, Id);
    this.asked.push({ Id, ReturnData: returned, ...query });
    return Id;
  }

  /** Variables get ids of their own, so that two measures may use the same names. */
  private expression({ expression = '', using = {}, account }: Term, Period: number): Partial<MetricDataQuery> {
    const ids = Object.entries(using).map(([name, term]) => [name, this.ask(term, Period, false)] as const);
    const Expression = ids.reduce((text, [name, id]) => text.replace(new RegExp(`\\b${name}\\b`, 'g'), id), expression);
    return { Expression, Period, ...(account && { AccountId: account }) };
  }

  private returning(id: string, returned: boolean): string {
    const index = this.asked.findIndex(({ Id }) => Id === id);
    const found = this.asked[index];
    if (found && returned) this.asked[index] = { ...found, ReturnData: true };
    return id;
  }
}

function metricQuery({ namespace, name, dimensions = {}, stat, account }: Term, Period: number) {
  return {
    MetricStat: {
      Metric: {
        Namespace: namespace,
        MetricName: name,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period,
      Stat: stat,
    },
    ...(account && { AccountId: account }),
  };
}
