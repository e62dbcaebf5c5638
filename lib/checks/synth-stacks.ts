import { CfnElement, CfnOutput, CfnResource, Stack, Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { rendered, renderingOnce } from '../private/rendered';
import { type CheckedOutput, type CheckedResource, type CheckedStack, isObject } from './model/templates';
import { isLookedAt } from './run-checks';

/** The stacks of a stage as they will be synthesised, and the constructs by the paths that findings name. */
export interface SynthStacks {
  readonly stacks: readonly CheckedStack[];
  readonly constructs: ReadonlyMap<string, IConstruct>;
}

/** To be called when nothing changes any more and references across stacks have become exports. */
export function synthStacks(stage: Stage): SynthStacks {
  return renderingOnce(() => read(stage));
}

function read(stage: Stage): SynthStacks {
  const constructs = new Map<string, IConstruct>();
  const resources = new Map<Stack, Record<string, CheckedResource>>();
  const outputs = new Map<Stack, Record<string, CheckedOutput>>();
  for (const node of stage.node.findAll()) {
    if (Stage.of(node) !== stage) continue;
    if (Stack.isStack(node)) {
      resources.set(node, {});
      outputs.set(node, {});
    } else if (CfnElement.isCfnElement(node)) {
      if (CfnResource.isCfnResource(node) && isLookedAt(node.cfnResourceType)) {
        const shown = shownConstruct(node);
        constructs.set(shown.node.path, shown);
        Object.assign(resources.get(node.stack) ?? {}, resourcesOf(node, shown.node.path));
      } else if (node instanceof CfnOutput) Object.assign(outputs.get(node.stack) ?? {}, rendered(node).Outputs);
    }
  }
  return { stacks: linked(resources, outputs), constructs };
}

/** Findings are about what a team has made, not about the CloudFormation resource inside. */
function shownConstruct(resource: CfnResource): IConstruct {
  const { scope } = resource.node;
  return scope?.node.defaultChild === resource ? scope : resource;
}

function resourcesOf(element: CfnResource, path: string): Record<string, CheckedResource> {
  const entries = Object.entries(rendered(element).Resources ?? {});
  return Object.fromEntries(
    entries.map(([logicalId, resource]) => {
      const { Properties: properties } = resource;
      return [logicalId, { type: element.cfnResourceType, path, properties: isObject(properties) ? properties : {} }];
    }),
  );
}

function linked(
  resources: ReadonlyMap<Stack, Record<string, CheckedResource>>,
  outputs: ReadonlyMap<Stack, Record<string, CheckedOutput>>,
): CheckedStack[] {
  const known = new Map<Stack, CheckedStack>();
  const link = (stack: Stack): CheckedStack => {
    const before = known.get(stack);
    if (before) return before;
    const { nestedStackParent: parent, nestedStackResource: resource } = stack;
    const nestedIn = parent && resource && { stack: link(parent), logicalId: stack.resolve(resource.logicalId) };
    const linkedStack = {
      name: stack.stackName,
      resources: resources.get(stack) ?? {},
      outputs: outputs.get(stack),
      nestedIn,
    };
    known.set(stack, linkedStack);
    return linkedStack;
  };
  return [...resources.keys()].map(link);
}
