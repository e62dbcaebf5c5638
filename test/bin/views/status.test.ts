import type { ReleaseState } from '../../../bin/commands/release-state';
import { describeProgress, renderStatus } from '../../../bin/views/status';
import { traffic } from '../commands/fakes';

function state(more: Partial<ReleaseState> = {}): ReleaseState {
  return {
    service: 'Shop/Orders',
    ...traffic({ weights: { blue: 90, green: 10 }, healthyTargets: { blue: 4, green: 1 } }),
    release: {
      id: 'd-1',
      phase: 'shifting',
      status: 'InProgress',
      ended: false,
      steps: [],
      event: 'AllowTraffic',
      candidate: 'green',
    },
    ...more,
  };
}

describe('the status of a service', () => {
  test('shows role and colour together, weights, targets, alarms and what can be done', () => {
    expect(renderStatus(state())).toEqual([
      'Shop/Orders',
      '  phase    shifting (AllowTraffic)',
      '  release  d-1',
      '  traffic  blue (live) 90 %   green (candidate) 10 %',
      '  healthy  blue 4 targets   green 1 target',
      '  alarms   none firing',
      '  version  orders:6 is live',
      '  next     to go back: bluegreen rollback Shop/Orders',
    ]);
  });

  test('shows alarms, the reason, and the release that went back before', () => {
    const lines = renderStatus(
      state({
        firing: ['Errors'],
        release: {
          id: 'd-2',
          phase: 'rolled-back',
          status: 'Stopped',
          ended: true,
          steps: [],
          reason: 'somebody stopped it',
        },
        lastRollback: { id: 'd-1', reason: 'an alarm fired: Slow' },
      }),
    );
    expect(lines).toContain('  alarms   firing: Errors');
    expect(lines).toContain('  reason   somebody stopped it');
    expect(lines).toContain('  before   d-1 went back: an alarm fired: Slow');
  });

  test('says so when it was never released', () => {
    expect(renderStatus(state({ release: undefined }))[1]).toBe('  phase    never released');
  });

  test('fits on a line for following', () => {
    expect(describeProgress(state({ firing: ['Errors'] }))).toBe(
      'd-1 shifting (AllowTraffic) | blue (live) 90 %, green (candidate) 10 % | healthy 4/1 | firing: Errors',
    );
  });
});
