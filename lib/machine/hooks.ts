import { choice, expression, type Named, ofColour, task, wait } from './asl';
import type { MachineHook, MachineParts } from './workload';

/**
 * The states that ask the hooks of some stages, one after another.
 *
 * The function's answer is the verdict. What is no verdict is a fail: no data is never a pass.
 */
export function hookStates({ hooks, workload }: MachineParts, stages: readonly string[], onFail: string): Named[] {
  return stages
    .flatMap((stage) => hooks.filter((hook) => hook.stage === stage))
    .flatMap((hook) => oneHook(hook, workload.testUrls, onFail));
}

function oneHook(
  hook: MachineHook,
  testUrls: { readonly blue: string; readonly green: string } | undefined,
  onFail: string,
): Named[] {
  const name = `Ask ${hook.id}`;
  const later = `${hook.id} asks again later`;
  return [
    [
      name,
      task(
        'lambda:invoke',
        {
          FunctionName: hook.functionArn,
          Payload: {
            release: expression('$release'),
            stage: hook.stage,
            colour: expression('$idle'),
            ...(testUrls && { testUrl: ofColour('$idle', testUrls) }),
            execution: expression('$states.context.Execution.Id'),
          },
        },
        // Asked once: a hook that failed is an answer, and one that crashed is a fail too.
        {
          timeout: hook.timeoutSeconds,
          retries: 0,
          assign: { answer: expression('$exists($states.result.Payload.verdict) ? $states.result.Payload : {}') },
        },
      ),
    ],
    [
      `${hook.id} passed?`,
      choice([
        { when: `$exists($answer.verdict) and $answer.verdict = 'wait'`, next: later },
        {
          when: `$not($exists($answer.verdict)) or $answer.verdict != 'pass'`,
          next: onFail,
          assign: {
            failure: expression(
              `'hook ${hook.id}: ' & ($exists($answer.reason) ? $answer.reason : 'it answered no verdict')`,
            ),
          },
        },
      ]),
    ],
    [
      later,
      wait(expression("$type($answer.retryAfterSeconds) = 'number' ? $answer.retryAfterSeconds : 30"), { Next: name }),
      'aside',
    ],
  ];
}
