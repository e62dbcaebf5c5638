import { ask } from './ask';
import { definition, expression, guarded, type Named, ofColour, sequence, task, wait } from './asl';
import { AT, CONDITION_FAILED, text, update } from './record';
import { CHECKED, looksAfterRedrive } from './redrive';

/** What the machine that retires a previous colour works on. */
export interface RetireParts {
  readonly path: string;
  readonly table: string;
  readonly seconds: number;
  readonly decideFunction: string;
  readonly groups: { readonly blue: string; readonly green: string };
}

/** From the first write of a rollback to the one that says who is live: some five seconds, and the usual retries. */
const ROLLBACK_SECONDS = 60;

/** What fails for good leaves the previous colour up. */
const GIVES_UP = ['LookAtTraffic', 'StillIdle', 'ScaleToZero'];

const INPUT = '$states.context.Execution.Input';

/**
 * Scales the previous colour to zero some time after its release, unless it has become live again or another release is under way.
 *
 * It takes the lock while it does, so that no release can begin on a colour that is about to vanish. A rollback asks for no lock: it has
 * written the weights some seconds before the table says so. So one that has begun meanwhile is let pass, and then the traffic is looked
 * at too, for a rollback that was killed has moved it and said nothing.
 */
export function retireDefinition({ path, table, seconds, groups, decideFunction }: RetireParts): object {
  const values = { ':previous': text(`${INPUT}.previous`), ':last': text(`${INPUT}.release`) };
  const states: Named[] = [
    ['KeepForAWhile', wait(seconds, { Assign: { release: expression('$states.context.Execution.Name') } })],
    [
      'LockIfStillIdle',
      update({
        table,
        item: 'service',
        set: { lock: text('$release'), lockedAt: AT, retiring: AT },
        condition: '(attribute_not_exists(#lock) OR #lock = :lock) AND #live <> :previous AND #lastRelease = :last',
        values,
        catches: [{ errors: CONDITION_FAILED, next: 'Unlock' }],
      }),
    ],
    ['LetRollbacksPass', wait(ROLLBACK_SECONDS)],
    ...ask({
      name: 'LookAtTraffic',
      choiceName: 'HasNoTraffic?',
      question: 'traffic',
      facts: { live: `${INPUT}.previous = 'blue' ? 'green' : 'blue'` },
      onFail: 'Unlock',
      onPass: 'StillIdle',
      decideFunction,
    }),
    [
      'StillIdle',
      update({
        table,
        item: 'service',
        set: { lock: text('$release') },
        condition: '#lock = :lock AND #live <> :previous AND #lastRelease = :last',
        values,
        assign: CHECKED,
        catches: [{ errors: CONDITION_FAILED, next: 'Unlock' }],
      }),
    ],
    [
      'ScaleToZero',
      task('aws-sdk:autoscaling:updateAutoScalingGroup', {
        AutoScalingGroupName: ofColour(`${INPUT}.previous`, groups),
        MinSize: 0,
        DesiredCapacity: 0,
      }),
    ],
    [
      'Unlock',
      update({
        table,
        item: 'service',
        remove: ['lock', 'lockedAt', 'retiring'],
        condition: '#lock = :release',
        values: { ':release': text('$release') },
        catches: [{ errors: CONDITION_FAILED, next: 'Done' }],
      }),
    ],
    ['Done', { Type: 'Succeed' }],
  ];
  const all = sequence(states).map((one) => {
    if (one[0] === 'ScaleToZero') return looksAfterRedrive(one, 'LockIfStillIdle');
    return one;
  });
  return definition(
    `Scales the previous colour of ${path} to zero`,
    all.flatMap((one) => (GIVES_UP.includes(one[0]) ? guarded([one], 'Unlock') : [one])),
  );
}
