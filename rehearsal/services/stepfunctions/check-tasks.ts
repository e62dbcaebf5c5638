import type { Integrations } from './integrations/integrations';
import { parseResource } from './integrations/resource';
import { InvalidDefinition } from './language/invalid-definition';
import { StateError } from './language/state-error';

type Json = Readonly<Record<string, unknown>>;

/**
 * Checks that every Task's action exists and has the fields that its `Arguments` name. AWS refuses such a definition
 * too, which is better than a release that fails in its last step.
 *
 * @throws InvalidDefinition
 */
export async function checkTasks(workflow: Json, integrations: Integrations, path = ''): Promise<void> {
  for (const [name, state] of Object.entries((workflow.States ?? {}) as Readonly<Record<string, Json>>)) {
    const at = `${path}/States/${name}`;
    if (state.Type === 'Task') await checkTask(state, integrations, at);
    const inner = [...((state.Branches ?? []) as Json[]), state.ItemProcessor ?? state.Iterator];
    for (const one of inner) if (one) await checkTasks(one as Json, integrations, at);
  }
}

async function checkTask(state: Json, integrations: Integrations, at: string): Promise<void> {
  const resource = parseResource(state.Resource, `${at}/Resource`);
  if (resource.kind === 'function') return;
  try {
    await integrations.check(resource, state.Arguments);
  } catch (error) {
    if (error instanceof StateError) throw new InvalidDefinition(error.text ?? '', `${at}/Arguments`);
    throw error;
  }
}
