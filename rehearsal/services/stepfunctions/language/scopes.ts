import { InvalidDefinition } from './invalid-definition';

type Json = Readonly<Record<string, unknown>>;

/**
 * Checks the names of variables: they are identifiers, not `states`, and no inner scope assigns a variable of an outer
 * one.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html#variable-scope
 */
export function checkScopes(workflow: Json, outer: ReadonlySet<string> = new Set(), path = ''): void {
  const states = Object.entries((workflow.States ?? {}) as Readonly<Record<string, Json>>);
  const own = new Set<string>();
  for (const [name, state] of states)
    for (const variable of assignedIn(state)) {
      checkName(variable, `${path}/States/${name}/Assign`);
      if (outer.has(variable))
        throw new InvalidDefinition(
          `The variable '${variable}' is assigned in an outer scope too`,
          `${path}/States/${name}/Assign`,
        );
      own.add(variable);
    }
  const visible = new Set([...outer, ...own]);
  for (const [name, state] of states)
    for (const inner of innerOf(state)) checkScopes(inner, visible, `${path}/States/${name}`);
}

function assignedIn(state: Json): string[] {
  const places = [state, ...((state.Choices ?? []) as Json[]), ...((state.Catch ?? []) as Json[])];
  return places.flatMap((place) => Object.keys((place.Assign ?? {}) as Json));
}

function innerOf(state: Json): Json[] {
  const processor = state.ItemProcessor ?? state.Iterator;
  return [...((state.Branches ?? []) as Json[]), ...(processor ? [processor as Json] : [])];
}

function checkName(name: string, path: string): void {
  if (!/^[\p{ID_Start}][\p{ID_Continue}]{0,79}$/u.test(name))
    throw new InvalidDefinition(`'${name}' is not a name of a variable`, path);
  if (name === 'states') throw new InvalidDefinition(`'states' is reserved`, path);
}
