import type { Release } from '../../../bin/commands/ports';
import { renderHistory } from '../../../bin/views/history';

function release(more: Partial<Release>): Release {
  return {
    id: 'd-1',
    phase: 'succeeded',
    ended: true,
    status: 'SUCCESSFUL',
    startedAt: new Date('2026-01-02T03:04:05Z'),
    endedAt: new Date('2026-01-02T03:24:05Z'),
    steps: [],
    ...more,
  };
}

describe('the history of a service', () => {
  test('has the version in a column of its own, so that it is no part of the reason', () => {
    const lines = renderHistory('Shop/Orders', [
      release({ id: 'd-22', phase: 'rolled-back', version: 'orders:10', reason: 'lifecycle hook(s) failed' }),
      release({ version: 'orders:9' }),
    ]);

    expect(lines).toEqual([
      'Shop/Orders',
      '  d-22  2026-01-02 03:04:05  20 min       orders:10  rolled-back   lifecycle hook(s) failed',
      '  d-1   2026-01-02 03:04:05  20 min       orders:9   succeeded',
    ]);
  });

  test('has no such column where versions are not looked up', () => {
    expect(renderHistory('Shop/Orders', [release({ description: 'spring sale' })])[1]).toBe(
      '  d-1  2026-01-02 03:04:05  20 min       succeeded     spring sale',
    );
  });

  test('says so when nothing was released', () => {
    expect(renderHistory('Shop/Orders', [])).toEqual(['Shop/Orders', '  never released']);
  });
});
