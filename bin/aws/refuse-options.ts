import type { Descriptor } from '../../rehearsal/release/descriptor';
import type { Wanted } from '../commands/ports';
import { Problem } from '../commands/problem';

const KINDS: Readonly<Record<Descriptor['kind'], string>> = {
  ecs: 'an ECS service, which is released by --task-definition',
  'ecs-built-in': 'a service that ECS itself releases, by --task-definition and nothing else',
  asg: 'a pair of Auto Scaling groups, which is released by --launch-template-version or --revision',
  dns: 'a DNS name: what its idle target answers with is what is released',
};

const OPTIONS: Readonly<Record<keyof Wanted, string>> = {
  taskDefinition: '--task-definition',
  launchTemplateVersion: '--launch-template-version',
  revision: '--revision',
  commitTime: '--commit-time',
  description: '--description',
  withoutData: '--without-data',
};

/**
 * Refuses options that mean nothing for a kind of workload, rather than to pass over them.
 * @throws Problem naming the first of them
 */
export function refuseOptions(
  { kind, path }: Pick<Descriptor, 'kind' | 'path'>,
  wanted: Wanted,
  options: readonly (keyof Wanted)[],
): void {
  const given = options.find((name) => wanted[name] !== undefined);
  if (given) throw new Problem(`'${OPTIONS[given]}' does not apply to ${path}: it is ${KINDS[kind]}`);
}
