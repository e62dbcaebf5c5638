import type { Cloud } from '../../cloud';
import type { ResourceValues, Scope } from '../../template/scope';
import { stackScope } from '../../template/stack-scope';
import { type Existing, type Providers, tryFindProvider } from './provider';
import { madeUpAttribute } from './providers/inert';
import type { Stack, StackModel } from './stack';

/** Where the exports of other stacks are found. */
export type Exports = (name: string) => string | undefined;

/** What a stack's template is resolved against: its own resources as they are now, the exports of the others. */
export function scopeOf(stack: Stack, model: StackModel, cloud: Cloud, providers: Providers, exported: Exports): Scope {
  return stackScope({
    template: model.template,
    parameters: model.parameters,
    pseudo: stack.pseudo(cloud.account, cloud.region),
    resource: (logicalId) => {
      const record = stack.resources.get(logicalId);
      return record?.existing && valuesOf(record.type, record.existing, cloud, providers);
    },
    exported: (name) => {
      stack.imports.add(name);
      return exported(name);
    },
  });
}

function valuesOf(type: string, existing: Existing, cloud: Cloud, providers: Providers): ResourceValues {
  const provider = tryFindProvider(providers, type);
  const isInert = provider ? (provider.inert ?? false) : true;
  return {
    physicalId: existing.physicalId,
    getAtt: (attribute) =>
      existing.attributes[attribute] ??
      (isInert ? madeUpAttribute(type, existing.physicalId, attribute, cloud.account, cloud.region) : undefined),
  };
}
