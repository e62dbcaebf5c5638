import type { Check, Found } from '../check';
import { secondsToFire } from '../model/alarm';
import type { Release } from '../model/release';
import { shownSeconds } from '../model/values';

function tooSlow(release: Release, available: number, what: string): Found[] {
  return release.alarms.flatMap((alarm) => {
    const needed = secondsToFire(alarm);
    if (needed === undefined || needed <= available) return [];
    const message = `alarm '${alarm.path}' needs ${shownSeconds(needed)} of bad data, but ${what} ${shownSeconds(available)}`;
    return [{ resource: release.resource, message }];
  });
}

export const alarmWithinStep: Check = {
  id: 'BG008',
  level: 'warning',
  title: 'an alarm cannot fire within a step of the shift',
  reason:
    'The next, larger step then comes before anybody could know that this one is bad, so the steps protect nobody.',
  wayOut: 'shorten the period or the number of datapoints of the alarm, or lengthen the steps',
  find: ({ releases }) =>
    releases.flatMap((release) => {
      const { stepSeconds = [] } = release;
      return stepSeconds.length === 0 ? [] : tooSlow(release, Math.min(...stepSeconds), 'a step lasts');
    }),
};

export const alarmWithinBake: Check = {
  id: 'BG009',
  level: 'warning',
  title: 'an alarm cannot fire within the bake',
  reason:
    'Once the bake is over the previous colour ends. What shows only under all of the traffic is then noticed when there is nothing to go back to.',
  wayOut: 'lengthen the bake, or shorten the period or the number of datapoints of the alarm',
  find: ({ releases }) =>
    releases.flatMap((release) =>
      release.bakeSeconds === undefined ? [] : tooSlow(release, release.bakeSeconds, 'the bake lasts'),
    ),
};
