import type { Report, Settings } from '../../../lambda/release-report/environment';
import { type Facts, metricsOf } from '../../../lambda/release-report/metrics';

/** A release of green that had ten percent at 10:05, everything at 10:10, and ended at 10:20. */
export function facts(more: Partial<Facts> = {}): Facts {
  return {
    construct: 'Shop/Orders',
    kind: 'asg',
    release: 'r-1',
    phase: 'succeeded',
    live: 'green',
    candidate: 'green',
    startedAt: '2026-11-26T10:00:00.000Z',
    shiftedAt: '2026-11-26T10:05:00.000Z',
    fullAt: '2026-11-26T10:10:00.000Z',
    endedAt: '2026-11-26T10:20:00.000Z',
    links: { console: 'https://console/r-1', log: 'https://log' },
    ...more,
  };
}

/** A release that went back at 10:09 and was back eight seconds later. */
export function wentBack(more: Partial<Facts> = {}): Facts {
  return facts({
    phase: 'rolled-back',
    live: 'blue',
    reason: 'an alarm fired: ErrorRateGreen',
    fullAt: undefined,
    decidedAt: '2026-11-26T10:09:00.000Z',
    backAt: '2026-11-26T10:09:08.000Z',
    endedAt: '2026-11-26T10:09:10.000Z',
    ...more,
  });
}

export function reportOf(of: Facts, succeededBefore = false): Report {
  return { ...of, metrics: metricsOf(of, succeededBefore) };
}

export function settings(more: Partial<Settings> = {}): Settings {
  return {
    construct: 'Shop/Orders',
    kind: 'asg',
    table: 'table',
    recordSeconds: 3600,
    links: { console: 'https://console/', log: 'https://log' },
    notifications: [],
    ...more,
  };
}
