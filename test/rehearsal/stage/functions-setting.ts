import type { FunctionToRun } from '../../../rehearsal/ports';
import { ProcessFunctionRunner } from '../../../rehearsal/stage/functions';
import { Network } from '../../../rehearsal/stage/network';

/** What a test changes of the cloud in which its functions run. */
export interface FunctionCloud {
  readonly network: Network;
  readonly runner: ProcessFunctionRunner;
  authorityFile?: string;
  now: () => number;
}

/** A runner of functions in a small cloud; the test closes the runner. */
export function functionCloud(): FunctionCloud {
  const network = new Network();
  const cloud: FunctionCloud = {
    network,
    now: Date.now,
    runner: new ProcessFunctionRunner({
      readArchive: () => undefined,
      network,
      region: 'eu-west-1',
      now: () => cloud.now(),
      endpointUrl: () => 'http://127.0.0.1:4566',
      authorityFile: () => cloud.authorityFile,
      credentialsFor: (roleArn) => ({ AccessKeyId: `ASIA-${roleArn}`, SecretAccessKey: 's', SessionToken: 't' }),
    }),
  };
  return cloud;
}

/** A function whose code is this source. */
export function fn(source: string, options: Partial<FunctionToRun> = {}): FunctionToRun {
  return {
    functionName: 'smoke',
    functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:smoke',
    roleArn: 'role',
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    timeoutSeconds: 20,
    memorySize: 128,
    environment: {},
    code: { zipFile: source },
    ...options,
  };
}

/** What a function answers, with its result as a value. */
export async function outcome({ runner }: FunctionCloud, toRun: FunctionToRun, event: unknown = {}) {
  const { payload, ...result } = await runner.invoke(toRun, event);
  return { ...result, value: JSON.parse(payload) };
}
