import { VirtualClock } from '../../../rehearsal/clock';
import { Cloud } from '../../../rehearsal/cloud';
import { createEndpoint, type EndpointOptions, type RunningEndpoint } from '../../../rehearsal/endpoint/endpoint';
import type { Call, Operation, Operations } from '../../../rehearsal/service';
import { Switches } from '../../../rehearsal/switches';

/** A cloud without services. */
export function emptyCloud(): Cloud {
  return new Cloud({ clock: new VirtualClock(), switches: new Switches([]) });
}

/** A service that remembers its inputs and answers what the test says. */
export class ScriptedService {
  public readonly inputs: unknown[] = [];
  public readonly operations: Operations;

  constructor(
    public readonly prefix: string,
    answers: Readonly<Record<string, Operation>>,
  ) {
    this.operations = Object.fromEntries(
      Object.entries(answers).map(([name, answer]) => [
        name,
        (input: unknown, call: Call) => {
          this.inputs.push(input);
          return answer(input, call);
        },
      ]),
    );
  }
}

const open: (() => Promise<void> | void)[] = [];

/** A listening endpoint; closed by `closeEndpoints`. */
export async function startEndpoint(cloud: Cloud, options: Partial<EndpointOptions> = {}): Promise<RunningEndpoint> {
  const endpoint = await createEndpoint({ cloud, ...options }).listen(0);
  open.push(() => endpoint.close());
  return endpoint;
}

/** To be run after each test: closes what was opened, last first. */
export async function closeEndpoints(): Promise<void> {
  for (const close of open.splice(0).reverse()) await close();
}

interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts: number;
}

/** A real SDK client of the endpoint; destroyed by `closeEndpoints`. */
export function clientOf<T extends { destroy(): void }>(
  Client: new (config: ClientConfig) => T,
  { url }: { readonly url: string },
  accessKeyId = 'AKIDEXAMPLE',
): T {
  const client = new Client({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
  open.push(() => client.destroy());
  return client;
}
