import { isConditionTrue, isNoResource } from './conditions';
import { type PseudoParameters, pseudoParameter, type ResourceValues, type Scope } from './scope';
import { type Template, TemplateError } from './template';

export interface StackScopeOptions {
  readonly template: Template;
  readonly pseudo: PseudoParameters;
  /** The values of the template's parameters (see parameters.ts). */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** A resource that exists by now, or undefined. */
  readonly resource?: (logicalId: string) => ResourceValues | undefined;
  /** The value of another stack's export, or undefined. */
  readonly exported?: (name: string) => string | undefined;
}

/** The scope of one stack: its parameters, what exists of its resources, the exports of the account. */
export function stackScope(options: StackScopeOptions): Scope {
  const { template, pseudo, parameters } = options;
  const scope: Scope = {
    template,
    region: pseudo.region,
    ref: (name, place) => {
      if (Object.hasOwn(parameters, name)) return parameters[name];
      const value = pseudoParameter(name, pseudo);
      return value === undefined ? existing(name, place).physicalId : value;
    },
    getAtt: (logicalId, attribute, place) => {
      const value = existing(logicalId, place).getAtt(attribute);
      if (value === undefined) {
        const type = template.Resources[logicalId]?.Type;
        throw new TemplateError(`${place}: resource ${logicalId} (${type}) has no attribute '${attribute}' here`);
      }
      return value;
    },
    isTrue: (condition, place) => isConditionTrue(condition, scope, place),
    importValue: (name, place) => {
      const value = options.exported?.(name);
      if (value === undefined)
        throw new TemplateError(`${place}: no export named ${name} found; deploy the stack that exports it first`);
      return value;
    },
  };

  function existing(logicalId: string, place: string): ResourceValues {
    const found = options.resource?.(logicalId);
    if (found) return found;
    if (!template.Resources[logicalId])
      throw new TemplateError(`${place}: there is no parameter or resource '${logicalId}' in the template`);
    if (isNoResource(logicalId, scope))
      throw new TemplateError(`${place}: resource ${logicalId} does not exist, because its condition is false`);
    throw new TemplateError(`${place}: resource ${logicalId} does not exist yet; the value is known after the deploy`);
  }

  return scope;
}
