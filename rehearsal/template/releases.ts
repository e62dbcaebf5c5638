import type { AssemblyStack } from './assembly';
import type { AssemblyPlace } from './asset-manifest';
import { resolve } from './intrinsics';
import { parseTemplate } from './parse';
import { stackScope } from './stack-scope';
import { isObject, type Template, TemplateError } from './template';

/** The constructs keep one SSM parameter per service under this name. */
export const RELEASE_PREFIX = '/cdk-blue-green/';

/** A service that can be released, as a template tells it before it is deployed. */
export interface TemplateRelease {
  readonly stackName: string;
  /** The construct's path, `<stack>/<construct>`. */
  readonly path: string;
  /** The SSM parameter that has the release descriptor once the stack is deployed. */
  readonly parameterName: string;
  readonly logicalId: string;
}

/** Finds the releases in stacks. A parameter whose name is known only after the deploy is none. */
export function releasesIn(
  stacks: readonly Pick<AssemblyStack, 'name' | 'template'>[],
  place: AssemblyPlace = { account: '123456789012', region: 'us-east-1' },
): TemplateRelease[] {
  return stacks.flatMap(({ name, template: text }) => {
    const template = parseTemplate(text, name);
    return Object.entries(template.Resources)
      .filter(([, resource]) => resource.Type === 'AWS::SSM::Parameter')
      .map(([logicalId, resource]) => ({
        logicalId,
        parameterName: nameOf(template, resource.Properties, name, place),
      }))
      .filter(({ parameterName }) => parameterName.startsWith(RELEASE_PREFIX))
      .map((one) => ({ ...one, stackName: name, path: one.parameterName.slice(RELEASE_PREFIX.length) }));
  });
}

function nameOf(
  template: Template,
  properties: Readonly<Record<string, unknown>> | undefined,
  stackName: string,
  { account, region }: AssemblyPlace,
): string {
  const defaults = Object.entries(isObject(template.Parameters) ? template.Parameters : {});
  const scope = stackScope({
    template,
    parameters: Object.fromEntries(defaults.map(([name, { Default }]) => [name, Default])),
    pseudo: { account, region, stackName, stackId: `arn:aws:cloudformation:${region}:${account}:stack/${stackName}/0` },
  });
  try {
    return String(resolve(properties?.Name ?? '', scope, stackName));
  } catch (error) {
    if (error instanceof TemplateError) return '';
    throw error;
  }
}
