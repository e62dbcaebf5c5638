import { type State, task } from '../machine/asl';
import { type AsgFacts, nameOf } from './asg-facts';

/** Writes fields of the group of the colour that a variable names. */
export function scale(facts: AsgFacts, variable: string, fields: object): State {
  return task('aws-sdk:autoscaling:updateAutoScalingGroup', {
    AutoScalingGroupName: nameOf(facts, variable, 'group'),
    ...fields,
  });
}

/** Ends all instances of that group. */
export function scaleToZero(facts: AsgFacts, variable: string): State {
  return scale(facts, variable, { MinSize: 0, DesiredCapacity: 0 });
}
