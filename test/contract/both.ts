import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { ScaledClock } from '../../rehearsal/clock';
import { createEndpoint, type RunningEndpoint } from '../../rehearsal/endpoint/endpoint';
import { LocalAws } from '../../rehearsal/local-aws';
import { accepts, freePort } from '../../rehearsal/stage/free-port';
import { PYTHON } from '../fixtures/python';

/** A local AWS whose tasks and functions only exist as state, on a port. */
export async function startOurs(): Promise<{ readonly aws: LocalAws; readonly url: string; close(): Promise<void> }> {
  const never = new Promise<never>(() => undefined);
  const aws = new LocalAws({
    clock: new ScaledClock(1),
    tasks: { start: () => ({ running: Promise.resolve(), stopped: never, stop: async () => undefined }) },
    functions: { invoke: async (_fn, event) => ({ payload: JSON.stringify(event ?? null), log: [] }) },
    prober: { probe: async () => ({ status: 200 }) },
  });
  const endpoint: RunningEndpoint = await createEndpoint({
    cloud: aws.cloud,
    resolvePrincipal: (key) => aws.credentials.resolve(key),
  }).listen(0);
  const close = async () => {
    await endpoint.close();
    await aws.stop();
  };
  return { aws, url: endpoint.url, close };
}

/** moto's server, an independent imitation of AWS. */
export async function startMoto(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const port = await freePort();
  const child = spawn(PYTHON, ['-m', 'moto.server', '-p', String(port)], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'exit');
  let errors = '';
  child.stderr.on('data', (part) => {
    errors = `${errors}${part}`.slice(-2000);
  });
  while (!(await accepts(port))) {
    if (child.exitCode !== null) throw new Error(`moto_server ended with ${child.exitCode}: ${errors}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { url: `http://127.0.0.1:${port}`, close: () => end(child, ended) };
}

async function end(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  child.kill('SIGKILL');
  await ended;
}

interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts: number;
}

/** Makes clients of one of the two endpoints. */
export type At = <T extends { destroy(): void }>(Client: new (config: ClientConfig) => T) => T;

/** Some calls, told to either endpoint; what it returns is compared. */
export type Story = (at: At) => Promise<Record<string, unknown>>;

/** Tells a story to an endpoint. */
export async function tell(url: string, story: Story): Promise<Record<string, unknown>> {
  const made: { destroy(): void }[] = [];
  const at: At = (Client) => {
    const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
    const client = new Client({ endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1 });
    made.push(client);
    return client;
  };
  try {
    return await story(at);
  } finally {
    for (const client of made) client.destroy();
  }
}

/** What an answer fails with: its name and status. */
export async function failure(answer: Promise<unknown>): Promise<object> {
  return answer.then(
    () => ({ error: 'none' }),
    (error) => ({ error: error.name, status: error.$metadata?.httpStatusCode }),
  );
}
