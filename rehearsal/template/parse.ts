import { parseDocument, type Tags } from 'yaml';
import { isObject, type Template, TemplateError } from './template';

/**
 * Reads a template, in JSON or YAML, with YAML's short form of the intrinsics (`!Ref`, `!GetAtt Name.Attribute`).
 *
 * @param place names the template in errors, e.g. the stack's name
 * @param macros whether the template may ask for macros, which are left as they are
 * @throws TemplateError when the text is neither, has no resources, or asks for a macro that it may not ask for
 */
export function parseTemplate(text: string, place: string, macros: 'refused' | 'left' = 'refused'): Template {
  const template = /^\s*\{/.test(text) ? parseJson(text, place) : parseYaml(text, place);
  if (!isObject(template)) throw new TemplateError(`${place}: the template is not an object; synthesise it again`);
  if (!isObject(template.Resources) || Object.keys(template.Resources).length === 0)
    throw new TemplateError(`${place}: at least one Resources member must be defined`);
  for (const [logicalId, resource] of Object.entries(template.Resources)) {
    if (!isObject(resource) || typeof resource.Type !== 'string')
      throw new TemplateError(`${place}: resource ${logicalId} has no Type; every resource of a template needs one`);
  }
  for (const macro of macros === 'refused' ? [template.Transform ?? []].flat() : []) {
    throw new TemplateError(`${place}: transform '${macro}' is not supported; the rehearsal runs no macros`);
  }
  return template as unknown as Template;
}

function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new TemplateError(`${place}: the template is not valid JSON (${(error as Error).message})`);
  }
}

function parseYaml(text: string, place: string): unknown {
  // Not YAML 1.1: an unquoted `2012-10-17` of a policy is a text.
  const document = parseDocument(text, { customTags: SHORT_FORMS, schema: 'core', merge: true, logLevel: 'error' });
  const [wrong] = [...document.errors, ...document.warnings];
  if (wrong) throw new TemplateError(`${place}: the template is not valid YAML (${wrong.message.split('\n')[0]})`);
  return document.toJS();
}

const TAGGED = [
  'And Base64 Cidr Equals FindInMap GetAtt GetAZs If ImportValue Join Not Or Select Split Sub',
  'Contains Length ToJsonString Transform ForEach',
]
  .join(' ')
  .split(' ');

/** `!Sub x` is read as `{ 'Fn::Sub': x }`, whatever kind of value x is. */
const SHORT_FORMS = (['Ref', 'Condition', ...TAGGED] as const).flatMap((name) => {
  const key = name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
  const wrap = (value: unknown) => ({ [key]: name === 'GetAtt' ? attributePath(value) : value });
  return [
    { tag: `!${name}`, resolve: (text: string) => wrap(text) },
    { tag: `!${name}`, collection: 'seq' as const, resolve: (node: { toJSON(): unknown }) => wrap(node.toJSON()) },
    { tag: `!${name}`, collection: 'map' as const, resolve: (node: { toJSON(): unknown }) => wrap(node.toJSON()) },
  ];
}) as Tags;

/** `Name.Attribute.Of.It` has the logical id before its first dot. */
function attributePath(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const dot = value.indexOf('.');
  return dot < 0 ? value : [value.slice(0, dot), value.slice(dot + 1)];
}
