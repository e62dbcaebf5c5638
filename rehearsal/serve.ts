import type { ListenerTable } from './stage/data-plane/routing-table';
import { openWorld, type World } from './world';

/**
 * Listeners get a port that says which one they have in the cloud: 80 is 20080, 8443 is 28443. Not 10080: browsers and fetch
 * refuse that port.
 */
const PORT_OFFSET = 20_000;

export interface ServeOptions {
  /** The endpoint's port; 0 for any free one. */
  readonly port: number;
  /** The command that every task and every instance runs; a task's environment is that of its task definition. */
  readonly live: string;
  /** Rehearsal seconds per real second. */
  readonly speed: number;
  readonly switches: Readonly<Record<string, string>>;
  /** Told what to set, and what comes and goes. */
  readonly say: (line: string) => void;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/**
 * Keeps a local AWS up until `signal` aborts: for the CDK CLI, the AWS CLI and the SDKs, with real processes behind real load
 * balancers.
 *
 * @throws when the port is in use
 */
export async function serve(options: ServeOptions): Promise<void> {
  const { say, signal } = options;
  const told = new Set<string>();
  const tellOnce = (line: string) => {
    if (!told.has(line)) say(line);
    told.add(line);
  };
  const world = await openWorld({
    speed: options.speed,
    switches: options.switches,
    endpointPort: options.port,
    localPort: portWithOffset(),
    programOf: (taskDefinitionArn) => ({
      name: taskDefinitionArn.slice(taskDefinitionArn.lastIndexOf('/') + 1),
      command: options.live,
      environment: { VERSION: taskDefinitionArn.slice(taskDefinitionArn.lastIndexOf(':') + 1) },
      fault: {},
      healthPath: '/',
      isFaultOn: () => false,
    }),
    instanceProgramOf: ({ launchTemplateName, version }) => ({
      name: `${launchTemplateName}:${version}`,
      command: options.live,
      environment: { VERSION: `${version}` },
      fault: {},
      healthPath: '/',
      isFaultOn: () => false,
    }),
    onError: (error) => tellOnce(`problem: ${error.message}`),
  });
  try {
    say(`the local AWS listens at ${world.endpoint.url}; set these where you work with it:`);
    for (const line of environmentOf(world)) say(`  export ${line}`);
    say(`time runs ${options.speed} times as fast as real time; Ctrl-C ends it and everything in it`);
    tellListeners(world, tellOnce);
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve());
    });
  } finally {
    await world.close();
  }
}

/** The variables that lead the CDK CLI, the AWS CLI and the SDKs here. The keys are as good as any. */
export function environmentOf({ endpoint, aws }: World): string[] {
  return [
    `AWS_ENDPOINT_URL=${endpoint.url}`,
    `AWS_REGION=${aws.cloud.region}`,
    // boto3 and version 1 of the AWS CLI know the region by this name only.
    `AWS_DEFAULT_REGION=${aws.cloud.region}`,
    'AWS_ACCESS_KEY_ID=local',
    'AWS_SECRET_ACCESS_KEY=local',
  ];
}

/** A listener's own port with an offset, or any free one when another listener (or another program) has that already. */
function portWithOffset(): (listener: ListenerTable) => number | undefined {
  const taken = new Map<number, string>();
  return ({ listenerArn, port }) => {
    const wanted = port + PORT_OFFSET;
    if (wanted > 65_535) return undefined;
    const owner = taken.get(wanted) ?? listenerArn;
    taken.set(wanted, owner);
    return owner === listenerArn ? wanted : undefined;
  };
}

/** Says where each listener is on this computer, after every change, and how to trust it. */
function tellListeners({ network, loadBalancing, authority }: World, say: (line: string) => void): void {
  network.onChange(() => {
    for (const { url, localUrl } of loadBalancing.open) say(`${url} is ${localUrl}`);
    if (authority.file) say(`https is trusted with: curl --cacert ${authority.file}`);
  });
}
