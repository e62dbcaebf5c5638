/**
 * CloudFormation's names (`ContainerDefinitions`) as the camel-case APIs of ECS and CodeDeploy have them
 * (`containerDefinitions`), at every depth.
 *
 * @param asTheyAre names of properties whose content is not renamed: maps with the user's own keys
 */
export function camelCase(value: unknown, asTheyAre: ReadonlySet<string> = USER_KEYS): unknown {
  if (Array.isArray(value)) return value.map((one) => camelCase(one, asTheyAre));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      camelCaseName(name),
      asTheyAre.has(name) ? one : camelCase(one, asTheyAre),
    ]),
  );
}

/** `EnableECSManagedTags` -> `enableECSManagedTags`, `ECSServices` -> `ecsServices`, `IAM` -> `iam`. */
export function camelCaseName(name: string): string {
  if (name.startsWith('FSx')) return `fsx${name.slice(3)}`;
  if (name === 'FilesystemId') return 'fileSystemId';
  return name.replace(/^([A-Z]+)(?=[A-Z][a-z]|$)|^[A-Z]/, (start) => start.toLowerCase());
}

const USER_KEYS = new Set(['HookDetails', 'DockerLabels', 'Options', 'DriverOpts', 'Labels']);

/** A number that a template may write as a text; undefined stays undefined. */
export function number(value: unknown): number | undefined {
  return value === undefined ? undefined : Number(value);
}
