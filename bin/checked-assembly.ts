import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CheckedResource, CheckedStack } from '../lib/checks/model/templates';
import { type AssemblyStack, readAssembly } from '../rehearsal/template/assembly';
import { parseTemplate } from '../rehearsal/template/parse';
import { isObject, type Template, type TemplateResource } from '../rehearsal/template/template';

/** What an assembly tells the checks. */
export interface CheckedAssembly {
  readonly stacks: readonly CheckedStack[];
  /** The warnings that the app has acknowledged, by id and by the path of the construct. */
  readonly acknowledged: readonly { readonly id: string; readonly path: string }[];
}

/** As lib/checks writes it. */
const ACKNOWLEDGED = 'cdk-blue-green:acknowledged';

/** Reads the templates of an assembly, nested stacks too. Macros are left as they are: the checks look at what is written. */
export function readCheckedAssembly(directory: string): CheckedAssembly {
  const { stacks } = readAssembly(directory, undefined, 'left');
  return { stacks: stacks.flatMap(readStack), acknowledged: stacks.flatMap(acknowledgedIn) };
}

function readStack(stack: AssemblyStack): CheckedStack[] {
  const { name, displayName, template, templatePath, metadata } = stack;
  const paths = pathsByLogicalId(metadata);
  const pathOf = (logicalId: string) => paths.get(logicalId) ?? `${displayName}/${logicalId}`;
  return withNested(name, parseTemplate(template, name, 'left'), path.dirname(templatePath), pathOf);
}

function withNested(
  name: string,
  template: Template,
  directory: string,
  pathOf: (logicalId: string) => string,
  nestedIn?: CheckedStack['nestedIn'],
): CheckedStack[] {
  const resources = Object.entries(template.Resources);
  const stack: CheckedStack = {
    name,
    resources: Object.fromEntries(resources.map(([id, one]) => [id, checked(one, pathOf(id))])),
    outputs: template.Outputs,
    nestedIn,
  };
  return [
    stack,
    ...resources.flatMap(([logicalId, { Type, Metadata }]) => {
      const file = isObject(Metadata) ? Metadata['aws:asset:path'] : undefined;
      if (Type !== 'AWS::CloudFormation::Stack' || typeof file !== 'string') return [];
      const nestedName = `${name}/${logicalId}`;
      const inside = parseTemplate(readFileSync(path.join(directory, file), 'utf8'), nestedName, 'left');
      const nestedPath = (id: string) => writtenPath(inside.Resources[id]) ?? `${nestedName}/${id}`;
      return withNested(nestedName, inside, directory, nestedPath, { stack, logicalId });
    }),
  ];
}

function checked(resource: TemplateResource, where: string): CheckedResource {
  return { type: resource.Type, properties: resource.Properties ?? {}, path: where };
}

/** The manifest names the path of each logical id, whether templates have paths in them or not. */
function pathsByLogicalId(metadata: AssemblyStack['metadata']): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(metadata).flatMap(([where, entries]) =>
      entries
        .filter(({ type }) => type === 'aws:cdk:logicalId')
        .map(({ data }) => [String(data), shownPath(where)] as const),
    ),
  );
}

/** A nested stack's logical ids may be those of its parent too, so its own template is asked. */
function writtenPath(resource: TemplateResource | undefined): string | undefined {
  const { Metadata: metadata } = resource ?? {};
  const where = isObject(metadata) ? metadata['aws:cdk:path'] : undefined;
  return typeof where === 'string' ? shownPath(where) : undefined;
}

/** Without the slash before it, and without the CloudFormation resource inside of a construct. */
function shownPath(where: string): string {
  return where.replace(/^\//, '').replace(/\/(Resource|Default)$/, '');
}

function acknowledgedIn({ metadata }: AssemblyStack) {
  return Object.entries(metadata).flatMap(([where, entries]) =>
    entries
      .filter(({ type }) => type === ACKNOWLEDGED)
      .map(({ data }) => ({ id: isObject(data) ? String(data.id) : '', path: shownPath(where) })),
  );
}
