import type { DeadlineEvent } from '../../lambda/release-on-deploy/environment';
import { definition, expression, sequence, task, wait } from '../machine/asl';

const INPUT = '$states.context.Execution.Input';

/** The machine that calls back when the time of an open request is over. It knows the request's name, and not how to answer it. */
export function deadlineDefinition(functionArn: string): object {
  const event: DeadlineEvent = { kind: 'deadline', request: expression(`${INPUT}.request`) };
  return definition('Calls back when CloudFormation has waited long enough', [
    ...sequence(
      [
        ['Wait', wait(expression(`${INPUT}.seconds`))],
        ['Answer', task('lambda:invoke', { FunctionName: functionArn, Payload: event }, { timeout: 300 })],
      ],
      'Done',
    ),
    ['Done', { Type: 'Succeed' }],
  ]);
}
