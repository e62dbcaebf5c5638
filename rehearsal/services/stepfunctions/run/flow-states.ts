import { queryError, StateError } from '../language/state-error';
import type { Template } from '../language/template';
import type { ChoiceState, FailState, PassState, SucceedState } from '../language/workflow';
import type { Visit } from './visit';

/** Pass: its output is its `Output`, or its input. */
export function pass(visit: Visit<PassState>): Promise<void> {
  const { next, output, assign } = visit.state;
  return visit.leave({ next, output, assign, otherwise: visit.input });
}

/** Succeed ends its workflow. */
export function succeed(visit: Visit<SucceedState>): Promise<void> {
  return visit.leave({ output: visit.state.output, otherwise: visit.input });
}

/** Fail ends its workflow with an error. */
export async function fail(visit: Visit<FailState>): Promise<never> {
  const text = async (template?: Template) => {
    if (!template) return undefined;
    const value = await visit.evaluate(template);
    if (typeof value !== 'string') throw queryError(`'${template.field}' must be a string`, template.field);
    return value;
  };
  const [error, cause] = await Promise.all([text(visit.state.error), text(visit.state.failCause)]);
  throw new StateError(error, cause);
}

/**
 * Choice goes to the first rule whose `Condition` is true. The `Assign` of the state itself counts only where no rule
 * is true; so does its `Output`.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html
 */
export async function choose(visit: Visit<ChoiceState>): Promise<void> {
  const { choices, default: next, output, assign } = visit.state;
  for (const rule of choices) {
    const { field } = rule.condition;
    const holds = await visit.evaluate(rule.condition);
    if (typeof holds !== 'boolean') throw queryError(`'${field}' must be true or false, got ${holds}`, field);
    if (holds)
      return visit.leave({ next: rule.next, output: rule.output, assign: rule.assign, otherwise: visit.input });
  }
  if (next === undefined)
    throw new StateError('States.NoChoiceMatched', 'No rule of the Choice state was true, and it has no Default.');
  return visit.leave({ next, output, assign, otherwise: visit.input });
}
