import { isObject, type Template, TemplateError, type TemplateParameter } from './template';

/** Reads an SSM parameter's value; rejects when there is none. */
export type ParameterLookup = (name: string) => Promise<string>;

/**
 * The values of a template's parameters: those given, else their defaults; lists as lists, SSM names looked up.
 *
 * @param given values by name, as CloudFormation takes them: texts
 * @throws TemplateError when a value is missing, is not one of those allowed, or is for no parameter
 */
export async function parameterValues(
  template: Template,
  given: Readonly<Record<string, string>>,
  lookup: ParameterLookup,
  place: string,
): Promise<Record<string, unknown>> {
  const declared = isObject(template.Parameters) ? template.Parameters : {};
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(declared, name));
  if (unknown.length > 0)
    throw new TemplateError(`Parameters: [${unknown.join(', ')}] do not exist in the template of ${place}`);
  const missing = Object.keys(declared).filter(
    (name) => given[name] === undefined && declared[name]?.Default === undefined,
  );
  if (missing.length > 0)
    throw new TemplateError(`Parameters: [${missing.join(', ')}] must have values (template of ${place})`);
  const values = Object.entries(declared).map(async ([name, parameter]) => {
    const text = String(given[name] ?? parameter.Default);
    checkAllowed(name, text, parameter, place);
    return [name, await readValue(parameter, text, lookup)] as const;
  });
  return Object.fromEntries(await Promise.all(values));
}

async function readValue(parameter: TemplateParameter, text: string, lookup: ParameterLookup): Promise<unknown> {
  const [, stored] = /^AWS::SSM::Parameter::Value<(.*)>$/.exec(parameter.Type) ?? [];
  const [type, value] = stored ? [stored, await lookup(text)] : [parameter.Type, text];
  const isList = type === 'CommaDelimitedList' || type.startsWith('List<');
  if (!isList) return value;
  return value === '' ? [] : value.split(',').map((one) => one.trim());
}

function checkAllowed(name: string, value: string, parameter: TemplateParameter, place: string): void {
  const { AllowedValues: allowed, AllowedPattern: pattern } = parameter;
  const wrong = (way: string) =>
    new TemplateError(`${place}: parameter '${name}' is '${value}'; ${parameter.ConstraintDescription ?? way}`);
  if (allowed && !allowed.map(String).includes(value)) throw wrong(`it must be one of ${allowed.join(', ')}`);
  if (pattern && !new RegExp(`^(?:${pattern})$`).test(value)) throw wrong(`it must match ${pattern}`);
  if (parameter.Type === 'Number' && !Number.isFinite(Number(value || 'x'))) throw wrong('it must be a number');
}
