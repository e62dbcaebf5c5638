import type { Descriptor } from '../../rehearsal/release/descriptor';
import type { Releases, Service } from '../commands/ports';
import { BuiltInReleases } from './built-in/built-in-releases';
import type { Clients } from './clients';
import { CodeDeployReleases } from './code-deploy-releases';
import { SdkDeployments } from './deployments';
import { EcsAnalysis, type EcsAnalysisPlace } from './ecs-analysis';
import { AsgWorkload } from './machine/asg-workload';
import { DnsWorkload } from './machine/dns-workload';
import { MachineReleases } from './machine/machine-releases';

/** Who releases each kind of workload. */
type Workloads = {
  readonly [kind in Descriptor['kind']]: (descriptor: Extract<Descriptor, { kind: kind }>) => Releases;
};

/** Makes services of descriptors. */
export function opener(clients: Clients): (descriptor: Descriptor) => Service {
  const deployments = new SdkDeployments(clients);
  const analysisOf = ({ analysis }: { readonly analysis?: EcsAnalysisPlace }) =>
    analysis && new EcsAnalysis(clients.lambda, clients.dynamoDb, analysis);
  const workloads: Workloads = {
    ecs: (service) => new CodeDeployReleases(service, deployments, analysisOf(service)),
    'ecs-built-in': (service) => new BuiltInReleases(service, clients, analysisOf(service)),
    asg: (service) => new MachineReleases(service, new AsgWorkload(service, clients), clients),
    dns: (service) => new MachineReleases(service, new DnsWorkload(service, clients.route53), clients),
  };
  return (descriptor) => ({
    path: descriptor.path,
    kind: descriptor.kind,
    // Each kind's own maker gets its own kind; that is what TypeScript cannot follow through the table.
    releases: (workloads[descriptor.kind] as (descriptor: Descriptor) => Releases)(descriptor),
  });
}
