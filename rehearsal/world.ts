import { ScaledClock } from './clock';
import { createEndpoint, type RunningEndpoint } from './endpoint/endpoint';
import { LocalAws } from './local-aws';
import type { InstanceToRun, Prober } from './ports';
import { publishEmbeddedMetrics } from './services/cloudwatch/publish-embedded-metrics';
import { CertificateAuthority } from './stage/data-plane/certificate-authority';
import type { Observation } from './stage/data-plane/observation';
import type { ListenerTable } from './stage/data-plane/routing-table';
import { HttpEndpointChecker } from './stage/dns/endpoint-checker';
import { ProcessFunctionRunner } from './stage/functions';
import { LoadBalancing, NOBODY } from './stage/load-balancing';
import { Network } from './stage/network';
import { HttpProber } from './stage/prober';
import { ProcessInstanceRunner } from './stage/process-instance-runner';
import { ProcessTaskRunner, type TaskProgram } from './stage/process-task-runner';
import type { Program } from './stage/program-process';

const REGION = 'us-east-1';

export interface WorldOptions {
  /** Rehearsal seconds per real second. */
  readonly speed: number;
  /** Which program the tasks of a task definition run. */
  readonly programOf: (taskDefinitionArn: string) => TaskProgram;
  /**
   * Which program an instance runs.
   *
   * @default - instances cannot be launched
   */
  readonly instanceProgramOf?: (instance: InstanceToRun) => Program;
  readonly switches?: Readonly<Record<string, string>>;
  /** The port of the endpoint; 0 for any free one. */
  readonly endpointPort: number;
  /** @default - any free port for every listener */
  readonly localPort?: (listener: ListenerTable) => number | undefined;
  /** Told of what went wrong in the background: a program that cannot start, a port that cannot be opened. */
  readonly onError: (error: Error) => void;
}

/** A local AWS with the real stage around it: processes, load balancers, functions, an endpoint. */
export interface World {
  /** Rehearsal seconds per real second. */
  readonly speed: number;
  readonly clock: ScaledClock;
  readonly aws: LocalAws;
  readonly tasks: ProcessTaskRunner;
  readonly instances: ProcessInstanceRunner;
  readonly network: Network;
  readonly loadBalancing: LoadBalancing;
  /** Of the HTTPS listeners. */
  readonly authority: CertificateAuthority;
  readonly endpoint: RunningEndpoint;
  /** Calls `listener` with every request that a load balancer has answered; returns the end of the subscription. */
  onRequest(listener: (observation: Observation) => void): () => void;
  /** Ends every process, frees every port. Twice is once. */
  close(): Promise<void>;
}

/** Opens a world. What was opened is closed again when a part of it fails. */
export async function openWorld(options: WorldOptions): Promise<World> {
  const clock = new ScaledClock(options.speed);
  const network = new Network();
  const authority = new CertificateAuthority();
  // As if a log driver, or the agent of the instance, sent what the apps write to CloudWatch Logs.
  const onLine = (line: string) => publishEmbeddedMetrics(aws.cloud, [line], clock.now());
  const tasks = new ProcessTaskRunner(network, options.programOf, options.onError, onLine);
  const instances = new ProcessInstanceRunner(network, options.instanceProgramOf ?? noProgram, options.onError, onLine);
  let endpoint: RunningEndpoint | undefined;
  const functions: ProcessFunctionRunner = new ProcessFunctionRunner({
    network,
    region: REGION,
    now: () => clock.now(),
    readArchive: (bucket, key) => aws.s3.tryRead(bucket, key),
    endpointUrl: () => endpoint?.url ?? '',
    authorityFile: () => authority.file,
    credentialsFor: (roleArn, sessionName) => aws.credentials.issue(roleArn, { sessionName }),
    // Where the app is, the SDK that its functions are tested with is at hand.
    sdkFrom: process.cwd(),
  });
  const aws: LocalAws = new LocalAws({
    region: REGION,
    clock,
    tasks,
    instances,
    // a program restarts no faster because the clock runs faster: its targets must not seem dead for minutes
    agent: { run: (step) => clock.atRealSpeed(() => instances.run(step)) },
    functions: { invoke: (fn, event) => clock.atRealSpeed(() => functions.invoke(fn, event)) },
    endpointUrl: () => endpoint?.url,
    prober: throughNetwork(new HttpProber({ speed: options.speed }), network),
    endpointChecker: new HttpEndpointChecker({ speed: options.speed, locate: (address) => network.resolve(address) }),
    switches: options.switches,
    lastEventsOnly: options.speed > 1,
  });
  const listeners = new Set<(observation: Observation) => void>();
  const loadBalancing = new LoadBalancing({
    elbv2: aws.elbv2,
    network,
    authority,
    switches: aws.cloud.switches,
    now: () => clock.now(),
    localPort: options.localPort,
    onError: options.onError,
    onObservation: (observation) => {
      aws.cloudWatch.loadBalancers.record(observation);
      for (const listener of listeners) listener(observation);
    },
  });
  let closing: Promise<void> | undefined;
  const closeAll = async () => {
    await aws.stop();
    await Promise.all([tasks.close(), instances.close(), functions.close(), loadBalancing.close(), endpoint?.close()]);
    authority.close();
  };
  try {
    endpoint = await createEndpoint({
      cloud: aws.cloud,
      resolvePrincipal: (key) => aws.credentials.resolve(key),
      onCrash: (error) => options.onError(error as Error),
    }).listen(options.endpointPort);
    return {
      speed: options.speed,
      clock,
      aws,
      tasks,
      instances,
      network,
      loadBalancing,
      authority,
      endpoint,
      onRequest: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      close: () => {
        closing ??= closeAll();
        return closing;
      },
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Health checks go to where the targets really are. */
function throughNetwork(prober: Prober, network: Network): Prober {
  return { probe: (probe) => prober.probe({ ...probe, target: network.resolve(probe.target) ?? NOBODY }) };
}

function noProgram({ instanceId }: InstanceToRun): Program {
  throw new Error(`there is no program for instances, so '${instanceId}' cannot start`);
}
