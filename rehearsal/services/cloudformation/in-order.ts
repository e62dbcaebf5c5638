import type { ResourceOrder } from '../../template/dependencies';

/**
 * Acts on every resource as soon as those that it waits for are done; independent ones at the same time. After the
 * first failure nothing new is begun, and what runs is told by `cancel`.
 *
 * @returns the logical ids that failed by themselves
 */
export async function inOrder(
  order: ResourceOrder,
  act: (logicalId: string) => Promise<void>,
  cancel: AbortController,
): Promise<string[]> {
  const failed: string[] = [];
  const done = new Map<string, Promise<boolean>>();
  for (const [logicalId, dependencies] of order) {
    const ready = Promise.all([...dependencies].map((one) => done.get(one) ?? true));
    const run = ready.then(async (all) => {
      if (cancel.signal.aborted || !all.every(Boolean)) return false;
      try {
        await act(logicalId);
        return true;
      } catch (error) {
        if (!(error instanceof Cancelled)) failed.push(logicalId);
        cancel.abort();
        return false;
      }
    });
    done.set(logicalId, run);
  }
  await Promise.all(done.values());
  return failed;
}

/** The same resources the other way round, for deleting. */
export function reversed(order: ResourceOrder): ResourceOrder {
  const dependents = new Map<string, Set<string>>();
  for (const logicalId of [...order.keys()].reverse()) dependents.set(logicalId, new Set());
  for (const [logicalId, dependencies] of order) {
    for (const one of dependencies) dependents.get(one)?.add(logicalId);
  }
  return dependents;
}

/** Another resource failed, or the local AWS is being stopped; the resource itself did nothing wrong. */
export class Cancelled extends Error {}
