import type { Fields } from './fields';

/** What a release of an ECS service needs to know. */
export interface EcsDescriptor {
  readonly kind: 'ecs';
  /** The service's path: `<stack>/<construct>`. */
  readonly path: string;
  readonly application: string;
  readonly deploymentGroup: string;
  readonly cluster: string;
  readonly service: string;
  readonly productionListener: string;
  readonly testListener?: string;
  readonly taskFamily: string;
  /** The AppSpec as JSON text. */
  readonly appSpec: string;
  /** Where its releases are recorded, and the function that looks at them; with an analysis only. */
  readonly analysis?: { readonly table: string; readonly lookFunction: string };
}

const REQUIRED = [
  'application',
  'deploymentGroup',
  'cluster',
  'service',
  'productionListener',
  'taskFamily',
  'appSpec',
] as const;

/** @throws naming the fields that are missing */
export function readEcs(fields: Fields, path: string): EcsDescriptor {
  fields.requireTexts(REQUIRED);
  return { ...(fields.values as unknown as EcsDescriptor), path };
}
