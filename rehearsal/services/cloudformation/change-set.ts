import { isDeepStrictEqual } from 'node:util';
import type { Change, ChangeSetStatus, ExecutionStatus, ResourceChange } from '@aws-sdk/client-cloudformation';
import { resolve } from '../../template/intrinsics';
import type { Scope } from '../../template/scope';
import { changeOf, checkSameType, isUntouched } from './changes';
import type { Imports } from './import-stack';
import { type Providers, tryFindProvider } from './provider';
import { inertResource } from './providers/inert';
import type { Stack, StackModel } from './stack';

/** A change set: what a stack is to become, and what would change. */
export interface ChangeSet {
  readonly id: string;
  readonly name: string;
  readonly stack: Stack;
  readonly type: 'CREATE' | 'UPDATE' | 'IMPORT';
  /** What identifies the resources that are imported. */
  readonly imports: Imports;
  readonly model: StackModel;
  readonly changes: readonly Change[];
  readonly createdAt: number;
  readonly description?: string;
  readonly roleArn?: string;
  status: ChangeSetStatus;
  executionStatus: ExecutionStatus;
  reason?: string;
}

const NO_CHANGE = { kind: 'none' } as const;

export const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

/**
 * What an update would do to each resource, as far as it can be known before it is done: a value that depends on a
 * resource that is new or replaced counts as changed.
 *
 * @throws TemplateError when the new template cannot be resolved, or changes the type of a resource
 */
export function plannedChanges(stack: Stack, next: StackModel, scope: Scope, providers: Providers): Change[] {
  const changes = new Map<string, ResourceChange>();
  for (const logicalId of next.order.keys()) {
    const record = stack.resources.get(logicalId);
    const resource = next.template.Resources[logicalId];
    const type = resource?.Type ?? '';
    const change = {
      LogicalResourceId: logicalId,
      ResourceType: type,
      PhysicalResourceId: record?.existing?.physicalId,
    };
    if (!record?.existing) {
      changes.set(logicalId, { ...change, PhysicalResourceId: undefined, Action: 'Add', Scope: [], Details: [] });
      continue;
    }
    checkSameType(logicalId, record.type, type);
    const moving = movingDependencies(logicalId, next, changes);
    const after = propertiesOf(logicalId, moving, scope);
    const isLeftAlone = stack.model !== undefined && isUntouched(logicalId, stack.model, next, changes);
    const found = isLeftAlone
      ? NO_CHANGE
      : after && changeOf(record.properties, after, tryFindProvider(providers, type) ?? inertResource);
    const properties = found === undefined ? [] : found.kind === 'none' ? [] : found.properties;
    const isMetadataNew = !isDeepStrictEqual(stack.model?.template.Resources[logicalId]?.Metadata, resource?.Metadata);
    if (properties.length === 0 && moving.size === 0 && !isMetadataNew) continue;
    changes.set(logicalId, {
      ...change,
      Action: 'Modify',
      Replacement: found?.kind === 'replace' ? 'True' : moving.size > 0 ? 'Conditional' : 'False',
      Scope: properties.length > 0 || moving.size > 0 ? ['Properties'] : ['Metadata'],
      Details: properties.map((name) => ({
        Target: { Attribute: 'Properties', Name: name, RequiresRecreation: 'Never' },
        Evaluation: 'Static',
        ChangeSource: 'DirectModification',
      })),
    });
  }
  for (const [logicalId, { type, existing }] of stack.resources) {
    if (next.order.has(logicalId) || !existing) continue;
    const change = { LogicalResourceId: logicalId, ResourceType: type, PhysicalResourceId: existing.physicalId };
    changes.set(logicalId, { ...change, Action: 'Remove', Scope: [], Details: [] });
  }
  return [...changes.values()].map((ResourceChange) => ({ Type: 'Resource', ResourceChange }));
}

/** Do the two templates say the same of outputs and tags? (Changes of resources are planned, not compared.) */
export function isSameBeside(before: StackModel | undefined, after: StackModel): boolean {
  return (
    isDeepStrictEqual(before?.template.Outputs, after.template.Outputs) && isDeepStrictEqual(before?.tags, after.tags)
  );
}

/** Those of a resource's dependencies whose values will be other ones. */
function movingDependencies(
  logicalId: string,
  next: StackModel,
  changes: ReadonlyMap<string, ResourceChange>,
): Set<string> {
  const explicit = [next.template.Resources[logicalId]?.DependsOn ?? []].flat();
  const dependencies = [...(next.order.get(logicalId) ?? [])].filter((one) => !explicit.includes(one));
  return new Set(
    dependencies.filter((one) => {
      const change = changes.get(one);
      return change?.Action === 'Add' || change?.Replacement === 'True';
    }),
  );
}

/** The properties as they would be now, or undefined when they depend on something that will be another one. */
function propertiesOf(logicalId: string, moving: ReadonlySet<string>, scope: Scope) {
  if (moving.size > 0) return undefined;
  const properties = scope.template.Resources[logicalId]?.Properties ?? {};
  return resolve(properties, scope, `Resources.${logicalId}.Properties`) as Readonly<Record<string, unknown>>;
}
