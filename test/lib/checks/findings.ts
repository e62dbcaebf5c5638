import type { CheckedStack } from '../../../lib/checks/model/templates';
import { runChecks } from '../../../lib/checks/run-checks';
import codeDeploy from './apps/code-deploy.json';
import ecs from './apps/ecs.json';

/** What `codeDeployApp` and `ecsApp` synthesise, so that a test of a check does not have to. */
export const CODE_DEPLOY: readonly CheckedStack[] = codeDeploy;
export const BUILT_IN: readonly CheckedStack[] = ecs;

// biome-ignore lint/suspicious/noExplicitAny: a template is untyped JSON
export type Edit = (properties: any, logicalId: string) => void;

/**
 * What the checks find after the properties of all resources of a type have been changed: `BG001 message`. Without BG034, which no plain app
 * can do anything about.
 */
export function findingsAfter(stacks: readonly CheckedStack[], type = '', edit: Edit = () => {}): string[] {
  const edited = structuredClone(stacks);
  for (const { resources } of edited) {
    for (const [logicalId, resource] of Object.entries(resources)) {
      if (resource.type === `AWS::${type}`) edit(resource.properties, logicalId);
    }
  }
  return runChecks(edited)
    .filter(({ id }) => id !== 'BG034')
    .map(({ id, message }) => `${id} ${message}`);
}
