import { ask } from '../machine/ask';
import { choice, expression, type Named, NOW, task } from '../machine/asl';
import { type AsgFacts, nameOf } from './asg-facts';
import { launchBy } from './purchase';
import { scale, scaleToZero } from './scale';

/** Of two colours, of which one is an existing group, only ours is written. */
export function scaleCandidateDown(facts: AsgFacts): Named[] {
  const minimum = scale(facts, '$live', { MinSize: facts.minCapacity });
  const down: Named[] = facts.afterRelease === 'keep' ? [] : [['ScaleCandidateDown', scaleToZero(facts, '$idle')]];
  if (!facts.hasExisting) return [['KeepLiveMinimum', minimum], ...down];
  return [
    ['IsOursLive?', choice([{ when: "$live = 'green'", next: 'KeepLiveMinimum' }])],
    ...down,
    ['KeepLiveMinimum', minimum, 'aside'],
  ];
}

/** In the rollback machine the colour to go back to is `$live`. */
export function bringUpPrevious(facts: AsgFacts): Named[] {
  const launchTemplate = {
    LaunchTemplateId: nameOf(facts, '$live', 'launchTemplate'),
    Version: expression('$answer.version'),
  };
  return [
    ...ask({
      name: 'FindPreviousCapacity',
      choiceName: 'PreviousCapacityKnown?',
      question: 'capacity',
      facts: { live: '$idle', ...((facts.spotWhileIdle || facts.hasExisting) && { previous: '$live' }) },
      onFail: 'NotRolledBack',
      decideFunction: facts.decideFunction,
    }),
    ...(facts.hasExisting
      ? [['IsExisting?', choice([{ when: "$live = 'blue'", next: 'RaiseExisting' }])] as const]
      : []),
    [
      'BringUpPrevious',
      {
        ...scale(facts, '$live', {
          // A candidate that never went live was left on spot.
          ...(facts.spotWhileIdle && launchBy(facts, launchTemplate, 'on-demand')),
          MinSize: facts.minCapacity,
          MaxSize: facts.maxCapacity,
          DesiredCapacity: expression('$answer.capacity'),
        }),
        Assign: { capacity: expression('$answer.capacity'), since: expression(NOW) },
        ...(facts.hasExisting && { Next: 'WaitUntilPreviousIsHealthy' }),
      },
    ],
    ...(facts.hasExisting ? [raiseExisting(facts)] : []),
    ...ask({
      name: 'WaitUntilPreviousIsHealthy',
      choiceName: 'PreviousIsHealthy?',
      waitName: 'LookAgainAtPrevious',
      question: 'health',
      facts: { colour: '$live', needed: '$capacity', since: '$since' },
      onFail: 'NotRolledBack',
      decideFunction: facts.decideFunction,
    }),
  ];
}

/** How many instances it wants, and nothing else of an existing group: its limits and what it launches are its owner's. */
function raiseExisting(facts: AsgFacts): Named {
  const state = task('aws-sdk:autoscaling:setDesiredCapacity', {
    AutoScalingGroupName: facts.colours.blue.group,
    DesiredCapacity: expression('$answer.capacity'),
  });
  return [
    'RaiseExisting',
    { ...state, Assign: { capacity: expression('$answer.capacity'), since: expression(NOW) } },
    'aside',
  ];
}
