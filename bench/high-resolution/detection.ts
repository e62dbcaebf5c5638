import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MINUTE, meanServed, ordersBy, synthesiseOrders, TEN_SECONDS } from '../../test/fixtures/orders-release';

/** For how many seconds the candidate has users, on average over releases that begin at six places of a minute. */
export interface Row {
  readonly losing: number;
  readonly byMinutes: number;
  readonly byTenSeconds: number;
}

const STARTS = [0, 10, 20, 30, 40, 50];

/** Whole releases in virtual time on the local AWS: the same metrics read by minutes and by ten seconds, looked at every ten seconds. */
export async function detection(losses: readonly number[]): Promise<Row[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'high-resolution-'));
  try {
    const minutes = synthesiseOrders(folder, 'minutes', ordersBy(MINUTE));
    const tens = synthesiseOrders(folder, 'ten-seconds', ordersBy(TEN_SECONDS));
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
