import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Duration } from 'aws-cdk-lib';
import { AnalysisRule } from '../../lib';
import { MINUTE, meanServed, ordersBy, synthesiseOrders, TEN_SECONDS } from '../../test/fixtures/orders-release';

/** For how many seconds the candidate has users, on average over releases that begin at six places of a minute. */
export interface Row {
  readonly losing: number;
  readonly byMinutes: number;
  readonly byTenSeconds: number;
}

const STARTS = [0, 10, 20, 30, 40, 50];

/** Whole releases in virtual time on the local AWS: the same metrics read by minutes and by ten seconds, looked at every ten seconds. */
export function detection(losses: readonly number[]): Promise<Row[]> {
  return measured(losses, (folder, period) => synthesiseOrders(folder, `${period.toSeconds()}`, ordersBy(period)));
}

/** The same of a fixed rule alone: more than 2 % lost, measured in each period, and tolerated twice. */
export function ruleDetection(losses: readonly number[]): Promise<Row[]> {
  return measured(losses, (folder, period) => {
    const orders = ordersBy(period, true);
    const rule = AnalysisRule.candidate(orders, { atMost: 0.02, interval: period });
    return synthesiseOrders(folder, `rule-${period.toSeconds()}`, orders, [rule]);
  });
}

async function measured(losses: readonly number[], synthesise: (folder: string, period: Duration) => string) {
  const folder = mkdtempSync(path.join(tmpdir(), 'high-resolution-'));
  try {
    const [minutes, tens] = [synthesise(folder, MINUTE), synthesise(folder, TEN_SECONDS)];
    const rows: Row[] = [];
    for (const losing of losses) {
      const byMinutes = (await meanServed(minutes, losing, STARTS)).seconds;
      rows.push({ losing, byMinutes, byTenSeconds: (await meanServed(tens, losing, STARTS)).seconds });
    }
    return rows;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
