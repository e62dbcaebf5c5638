/** What `releaseOnDeploy` writes at the end of a deployment's description: version, request, the revision before it. */
export const MARK = /\s*\[(\w{8}) (\w{8}) (\d+|-)\]$/;

/** A description as people read it; undefined when nothing is left. */
export function forPeople(description: string | undefined): string | undefined {
  return description?.replace(MARK, '') || undefined;
}
