import { changesBetween, eventLines } from '../../../rehearsal/release/timeline';
import type { Progress } from '../../../rehearsal/report';

const LOOK: Progress = {
  elapsedSeconds: 60,
  phase: 'testing',
  live: 'blue',
  weights: { blue: 100, green: 0 },
  healthyTargets: { blue: 2, green: 2 },
  traffic: { blue: { requests: 0, errors: 0 }, green: { requests: 0, errors: 0 } },
  unanswered: 0,
  firing: [],
};

describe('changes between two looks', () => {
  test('are none when nothing has changed but the counts', () => {
    const later = { ...LOOK, elapsedSeconds: 70, traffic: { ...LOOK.traffic, blue: { requests: 5, errors: 1 } } };
    expect(changesBetween(LOOK, later)).toEqual([]);
  });

  test('tell a new phase, moved weights and an alarm that fires', () => {
    const later: Progress = { ...LOOK, phase: 'shifting', weights: { blue: 90, green: 10 }, firing: ['Errors'] };

    expect(changesBetween(LOOK, later)).toEqual([
      { atSeconds: 60, kind: 'phase', text: 'production traffic shifts', bad: false },
      { atSeconds: 60, kind: 'weights', text: 'production traffic: blue (live) 90 %, green (candidate) 10 %' },
      { atSeconds: 60, kind: 'alarm', text: 'alarm Errors is firing', bad: true },
    ]);
  });

  test('do not tell an alarm twice', () => {
    const firing = { ...LOOK, firing: ['Errors'] };
    expect(changesBetween(firing, firing)).toEqual([]);
  });

  test('tell targets that a colour with production traffic loses and gets back', () => {
    const shifting: Progress = { ...LOOK, phase: 'shifting', weights: { blue: 90, green: 10 } };
    const lost = { ...shifting, healthyTargets: { blue: 2, green: 0 } };

    expect(changesBetween(shifting, lost)).toEqual([
      { atSeconds: 60, kind: 'health', text: 'green (candidate) has 0 healthy targets, before 2', bad: true },
    ]);
    expect(changesBetween(lost, shifting)).toMatchObject([{ kind: 'health', bad: false }]);
  });

  test('do not tell targets of a colour without production traffic: they come and go with it', () => {
    expect(changesBetween(LOOK, { ...LOOK, healthyTargets: { blue: 2, green: 0 } })).toEqual([]);
  });

  test('mark going back as bad', () => {
    expect(changesBetween(LOOK, { ...LOOK, phase: 'rolling-back' })).toMatchObject([{ kind: 'phase', bad: true }]);
  });
});

describe('lines of lifecycle events', () => {
  const secondsAt = (time: Date | undefined) => (time?.getTime() ?? 0) / 1000;
  const at = (seconds: number) => new Date(seconds * 1000);

  test('leave out events that had nothing to do', () => {
    const events = [
      { lifecycleEventName: 'BeforeInstall', status: 'Succeeded' as const, startTime: at(1), endTime: at(1.2) },
      { lifecycleEventName: 'Install', status: 'Succeeded' as const, startTime: at(2), endTime: at(92) },
      { lifecycleEventName: 'AllowTraffic', status: 'Pending' as const },
    ];

    expect(eventLines(events, secondsAt)).toEqual([
      { atSeconds: 2, kind: 'event', text: 'Install took 90 s', bad: false },
    ]);
  });

  test('tell a failure when it happened, with what CodeDeploy says', () => {
    const events = [
      {
        lifecycleEventName: 'AfterAllowTestTraffic',
        status: 'Failed' as const,
        startTime: at(5),
        endTime: at(6),
        diagnostics: { message: 'it did not work' },
      },
    ];

    expect(eventLines(events, secondsAt)).toEqual([
      { atSeconds: 6, kind: 'event', text: 'AfterAllowTestTraffic failed: it did not work', bad: true },
    ]);
  });
});
