import { resolve } from './intrinsics';
import type { Scope } from './scope';
import { isObject, TemplateError } from './template';

/**
 * Is a named condition of the template true?
 *
 * @throws TemplateError when the template has no such condition, or conditions ask for each other in a circle
 */
export function isConditionTrue(name: string, scope: Scope, place: string, asking: readonly string[] = []): boolean {
  const condition = scope.template.Conditions?.[name];
  if (condition === undefined) throw new TemplateError(`${place}: there is no condition '${name}' in the template`);
  if (asking.includes(name))
    throw new TemplateError(`${place}: conditions ask for each other: ${[...asking, name].join(' -> ')}`);
  return evaluate(condition, scope, `${place.split(':')[0]}: Conditions.${name}`, [...asking, name]);
}

/** Is the resource left out of the stack by its condition? */
export function isNoResource(logicalId: string, scope: Scope): boolean {
  const condition = scope.template.Resources[logicalId]?.Condition;
  return condition !== undefined && !isConditionTrue(condition, scope, `Resources.${logicalId}`);
}

function evaluate(condition: unknown, scope: Scope, place: string, asking: readonly string[]): boolean {
  const [operator, argument] = isObject(condition) ? (Object.entries(condition)[0] ?? []) : [];
  if (!operator) throw new TemplateError(`${place}: a condition is an object like {"Fn::Equals": [a, b]}`);
  const operands = (count?: number): unknown[] => {
    if (!Array.isArray(argument) || (count !== undefined && argument.length !== count))
      throw new TemplateError(`${place}: ${operator} takes a list${count ? ` of ${count}` : ''}`);
    return argument;
  };
  const each = (one: unknown) => evaluate(one, scope, place, asking);
  switch (operator) {
    case 'Condition':
      return isConditionTrue(String(argument), scope, place, asking);
    case 'Fn::And':
      return operands().every(each);
    case 'Fn::Or':
      return operands().some(each);
    case 'Fn::Not':
      return !operands(1).every(each);
    case 'Fn::Equals': {
      const [left, right] = operands(2).map((one) => resolve(one, scope, place));
      return isSame(left, right);
    }
    case 'Fn::Contains': {
      const [list, value] = operands(2).map((one) => resolve(one, scope, place));
      return Array.isArray(list) && list.some((one) => isSame(one, value));
    }
    default:
      throw new TemplateError(
        `${place}: unknown condition function '${operator}'; known are Fn::And, Fn::Or, Fn::Not, Fn::Equals, Condition`,
      );
  }
}

/** CloudFormation compares texts: 1 equals "1", true equals "true". */
function isSame(left: unknown, right: unknown): boolean {
  const text = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value));
  return text(left) === text(right);
}
