import { currentEvent, isFinal, phaseOf, type ReleaseFacts } from '../../../rehearsal/release/phase';
import { events } from '../../fixtures/lifecycle-events';

function facts(more: Partial<ReleaseFacts>): ReleaseFacts {
  return {
    status: 'InProgress',
    events: [],
    candidateWeight: 0,
    terminationWaitStarted: false,
    rollsBack: true,
    ...more,
  };
}

describe('the phase of a release', () => {
  test.each<[Partial<ReleaseFacts>, string]>([
    [{ status: 'Created' }, 'preparing'],
    [{ status: 'Queued' }, 'preparing'],
    [{ events: events('BeforeInstall') }, 'preparing'],
    [{ events: events('Install') }, 'preparing'],
    [{ events: events('AfterInstall') }, 'preparing'],
    [{ events: events('AllowTestTraffic') }, 'testing'],
    [{ events: events('AfterAllowTestTraffic') }, 'testing'],
    [{ events: events('BeforeAllowTraffic') }, 'testing'],
    [{ status: 'Ready', events: events('BeforeAllowTraffic') }, 'waiting'],
    [{ events: events('AllowTraffic'), candidateWeight: 10 }, 'shifting'],
    [{ events: events('AllowTraffic'), candidateWeight: 100 }, 'shifting'],
    [{ events: events('AfterAllowTraffic'), candidateWeight: 100 }, 'baking'],
    [{ events: events(), candidateWeight: 100 }, 'baking'],
    [{ events: events('AllowTraffic'), terminationWaitStarted: true }, 'baking'],
    [{ status: 'Baking' }, 'baking'],
    [{ status: 'Succeeded', events: events() }, 'succeeded'],
  ])('%j is %s', (more, expected) => {
    expect(phaseOf(facts(more))).toBe(expected);
  });

  test.each([
    [0, 'preparing'],
    [10, 'shifting'],
    [100, 'baking'],
  ])('follows from the weights when no event can be read: %i %% is %s', (candidateWeight, expected) => {
    expect(phaseOf(facts({ candidateWeight }))).toBe(expected);
  });

  test.each<[Partial<ReleaseFacts>, string]>([
    [{ status: 'Stopped', rollback: 'InProgress', candidateWeight: 10 }, 'rolling-back'],
    [{ status: 'Stopped', rollback: 'Created', candidateWeight: 0 }, 'rolling-back'],
    [{ status: 'Stopped', rollback: 'Succeeded' }, 'rolled-back'],
    [{ status: 'Failed', rollback: 'Succeeded' }, 'rolled-back'],
    [{ status: 'Stopped', rollback: 'Failed', candidateWeight: 10 }, 'failed'],
    // The rollback deployment is named a little later.
    [{ status: 'Stopped', candidateWeight: 10, rollsBack: true }, 'rolling-back'],
    [{ status: 'Failed', candidateWeight: 10, rollsBack: false }, 'failed'],
    // Nobody's traffic reaches the candidate.
    [{ status: 'Failed', candidateWeight: 0, rollsBack: false }, 'rolled-back'],
  ])('broken off, %j is %s', (more, expected) => {
    expect(phaseOf(facts(more))).toBe(expected);
  });

  test('is final only when nothing changes by itself any more', () => {
    expect((['waiting', 'baking', 'rolling-back'] as const).map(isFinal)).toEqual([false, false, false]);
    expect((['succeeded', 'rolled-back', 'failed'] as const).map(isFinal)).toEqual([true, true, true]);
  });
});

describe('the current event', () => {
  test('is the one in progress', () => {
    expect(currentEvent(events('AllowTraffic'))?.name).toBe('AllowTraffic');
  });

  test('is the next one between two events', () => {
    const between = events('Install').map((one) =>
      one.name === 'Install' ? { ...one, status: 'Succeeded' as const } : one,
    );
    expect(currentEvent(between)?.name).toBe('AfterInstall');
  });

  test('is none at the end', () => {
    expect(currentEvent(events())).toBeUndefined();
  });
});
