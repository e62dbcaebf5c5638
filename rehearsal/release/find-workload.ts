import { rootOf } from '../principal';
import type { World } from '../world';
import { BuiltInWorkload } from './built-in/built-in-workload';
import { DESCRIPTOR_PREFIX, type Descriptor, tryReadDescriptor } from './descriptor';
import { describeService } from './ecs/describe-service';
import { EcsWorkload } from './ecs/ecs-workload';
import { AsgTraffic } from './machine/asg-traffic';
import { DnsTraffic } from './machine/dns-traffic';
import { MachineWorkload } from './machine/machine-workload';
import type { Workload } from './workload';

/**
 * Finds what to release among what was deployed.
 *
 * @param wanted its path, or the path's last part; undefined when there is only one
 * @throws when there is none, or more than one fits; the error lists those there are
 */
export async function findWorkload(world: World, wanted?: string): Promise<Workload> {
  const { aws } = world;
  const ssm = aws.cloud.client(aws.ssm, rootOf(aws.cloud.account));
  const { Parameters: parameters = [] } = await ssm.GetParametersByPath({ Path: DESCRIPTOR_PREFIX, Recursive: true });
  const descriptors = parameters.flatMap(({ Name = '', Value = '' }) => tryReadDescriptor(Name, Value) ?? []);
  return workloadOf(world, choose(descriptors, wanted));
}

async function workloadOf(world: World, descriptor: Descriptor): Promise<Workload> {
  switch (descriptor.kind) {
    case 'ecs':
      return new EcsWorkload(world, await describeService(world.aws, descriptor));
    case 'ecs-built-in':
      return new BuiltInWorkload(world, descriptor);
    case 'asg':
      return new MachineWorkload(world, descriptor, new AsgTraffic(world, descriptor));
    case 'dns':
      return new MachineWorkload(world, descriptor, await DnsTraffic.find(world, descriptor));
  }
}

function choose(descriptors: Descriptor[], wanted?: string): Descriptor {
  const paths = descriptors.map(({ path }) => path).join(', ');
  if (descriptors.length === 0) {
    throw new Error(
      'the app has no service to release; give it a BlueGreenEcsService, a BlueGreenAutoScalingGroup or a BlueGreenDns',
    );
  }
  const fitting = wanted
    ? descriptors.filter(({ path }) => path === wanted || path.endsWith(`/${wanted}`))
    : descriptors;
  if (fitting.length === 1) return fitting[0];
  if (!wanted) throw severalServices(descriptors);
  throw new Error(
    `${fitting.length === 0 ? 'no' : 'more than one'} service is called '${wanted}'; there are: ${paths}`,
  );
}

/** What is said to somebody who has to choose. */
export function severalServices(services: readonly { readonly path: string }[]): Error {
  const paths = services.map(({ path }) => path).join(', ');
  return new Error(`the app has ${services.length} services; name one of them with --service: ${paths}`);
}
