/** `arn:aws:ecs:…:task-definition/orders:7` as `orders:7`; what is no ARN as it is. */
export function shortVersion(version: string): string {
  return version.startsWith('arn:') ? (version.split('/').at(-1) ?? version) : version;
}
