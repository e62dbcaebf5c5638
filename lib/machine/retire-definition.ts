import { definition, expression, guarded, type Named, ofColour, sequence, task, wait } from './asl';
import { AT, CONDITION_FAILED, text, update } from './record';
import { CHECKED, looksAfterRedrive } from './redrive';

/** What the machine that retires a previous colour works on. */
export interface RetireParts {
  readonly path: string;
  readonly table: string;
  readonly seconds: number;
  readonly groups: { readonly blue: string; readonly green: string };
}

const INPUT = '$states.context.Execution.Input';

/**
 * Scales the previous colour to zero some time after its release, unless it has become live again or another release is under way.
 *
 * It takes the lock while it does, so that no release can begin on a colour that is about to vanish.
 */
export function retireDefinition({ path, table, seconds, groups }: RetireParts): object {
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
  const [kept, locked, scaled, ...rest] = sequence(states);
  const guardedScale = scaled ? guarded([looksAfterRedrive(scaled, 'LockIfStillIdle')], 'Unlock') : [];
  return definition(
    `Scales the previous colour of ${path} to zero`,
    [kept, locked, ...guardedScale, ...rest].filter((one): one is Named => one !== undefined),
  );
}
