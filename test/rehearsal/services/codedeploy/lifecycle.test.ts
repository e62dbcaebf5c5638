import {
  cutShort,
  LIFECYCLE_EVENTS,
  pendingEvents,
  running,
  skipped,
  started,
  succeeded,
} from '../../../../rehearsal/services/codedeploy/lifecycle';

test('all eight events are there from the first moment, Pending and without times', () => {
  expect(pendingEvents()).toEqual(LIFECYCLE_EVENTS.map((name) => ({ name, status: 'Pending' })));
});

test('an event that runs is the one that was started last', () => {
  const events = started(succeeded(started(pendingEvents(), 'BeforeInstall', 1), 'BeforeInstall', 2), 'Install', 3);

  expect(running(events)).toEqual({ name: 'Install', status: 'InProgress', startTime: 3 });
  expect(events[0]).toMatchObject({
    status: 'Succeeded',
    startTime: 1,
    endTime: 2,
    diagnostics: { errorCode: 'Success' },
  });
});

test('a failure marks the event that runs as Failed and all later ones as Skipped', () => {
  const before = started(succeeded(started(pendingEvents(), 'BeforeInstall', 1), 'BeforeInstall', 2), 'Install', 3);
  const events = cutShort(before, 9, 'no');

  expect(events.map(({ status }) => status)).toEqual(['Succeeded', 'Failed', ...Array(6).fill('Skipped')]);
  expect(events[1]).toMatchObject({ endTime: 9, diagnostics: { message: 'no' } });
});

test('nothing is changed in place', () => {
  const events = pendingEvents();
  started(events, 'Install', 1);
  skipped(events, 'Install');

  expect(events).toEqual(pendingEvents());
});
