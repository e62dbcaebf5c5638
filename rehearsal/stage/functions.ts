import { randomUUID } from 'node:crypto';
import type { FunctionRunner, FunctionToRun, InvocationResult } from '../ports';
import { FunctionCodeDirectories, type ReadArchive } from './function-code';
import { FunctionProcess } from './function-process';
import type { Network } from './network';

/** The keys with which a function calls AWS. */
export interface FunctionCredentials {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly SessionToken: string;
}

export interface ProcessFunctionRunnerOptions {
  readonly readArchive: ReadArchive;
  readonly network: Network;
  readonly region: string;
  /**
   * The time that functions have.
   *
   * @default - this computer's
   */
  readonly now?: () => number;
  /** The endpoint's URL, asked when a function starts. */
  readonly endpointUrl: () => string;
  /** Issues keys for a function's role. */
  readonly credentialsFor: (roleArn: string, functionName: string) => FunctionCredentials;
  /**
   * The file with the certificate of the authority that functions trust besides the public ones, asked at each invocation. It
   * takes the place of a function's own NODE_EXTRA_CA_CERTS, whose file is in Lambda only.
   *
   * @default - none
   */
  readonly authorityFile?: () => string | undefined;
  /**
   * The directory from which `@aws-sdk/*` is found by functions that were bundled without it, as Lambda brings it.
   *
   * @default - such functions fail to load
   */
  readonly sdkFrom?: string;
}

/**
 * Runs functions in processes of this computer, as Lambda would: nothing of this program's environment, the role's keys,
 * warm processes used again, time-outs enforced. Time-outs count in real time, because the code runs in real time.
 */
export class ProcessFunctionRunner implements FunctionRunner {
  private readonly code: FunctionCodeDirectories;
  private readonly processes = new Map<
    FunctionProcess,
    { readonly arn: string; readonly version: string; busy: boolean }
  >();
  private closed = false;

  constructor(private readonly options: ProcessFunctionRunnerOptions) {
    this.code = new FunctionCodeDirectories(options.readArchive);
  }

  /** @throws when the code is missing or the runner is closed; everything that the function does wrong is in the result */
  public async invoke(fn: FunctionToRun, event: unknown): Promise<InvocationResult> {
    if (this.closed) throw new Error(`function '${fn.functionName}' was invoked after the end of the rehearsal`);
    if (!fn.runtime.startsWith('nodejs')) return unsupported(fn);
    const process = this.take(fn);
    try {
      return await process.invoke(event, randomUUID());
    } finally {
      this.give(process);
    }
  }

  /** Ends every process and removes the unpacked code. Twice is once. */
  public async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.processes.keys()].map((process) => process.kill()));
    this.processes.clear();
    this.code.close();
  }

  /** A warm process of the same version of the function, or a new one. */
  private take(fn: FunctionToRun): FunctionProcess {
    const directory = this.code.directoryOf(fn);
    // Node reads the authority's file once, when it starts.
    const version = JSON.stringify([fn, directory, this.options.authorityFile?.()]);
    for (const [process, state] of this.processes) {
      if (state.busy || state.arn !== fn.functionArn) continue;
      if (state.version === version && process.alive) {
        state.busy = true;
        return process;
      }
      this.processes.delete(process);
      void process.kill();
    }
    const { network, now = Date.now } = this.options;
    const environment = this.environmentOf(fn, directory);
    const started = new FunctionProcess({ fn, directory, hostFile: this.code.hostFile, environment, network, now });
    this.processes.set(started, { arn: fn.functionArn, version, busy: true });
    return started;
  }

  private give(process: FunctionProcess): void {
    const state = this.processes.get(process);
    if (!state) return;
    state.busy = false;
    if (!process.alive) this.processes.delete(process);
  }

  private environmentOf(fn: FunctionToRun, directory: string): Record<string, string> {
    const { region, endpointUrl, credentialsFor, sdkFrom } = this.options;
    const authorityFile = this.options.authorityFile?.();
    const keys = credentialsFor(fn.roleArn, fn.functionName);
    return {
      ...fn.environment,
      ...(authorityFile && { NODE_EXTRA_CA_CERTS: authorityFile }),
      _HANDLER: fn.handler,
      LAMBDA_TASK_ROOT: directory,
      TZ: 'UTC',
      LANG: 'en_US.UTF-8',
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ENDPOINT_URL: endpointUrl(),
      AWS_ACCESS_KEY_ID: keys.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.SecretAccessKey,
      AWS_SESSION_TOKEN: keys.SessionToken,
      // This computer's Node may be older than Lambda's; what the SDK says of that is no line of the function's log.
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      AWS_EXECUTION_ENV: `AWS_Lambda_${fn.runtime}`,
      AWS_LAMBDA_FUNCTION_NAME: fn.functionName,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memorySize),
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${fn.functionName}`,
      ...(sdkFrom && { BLUEGREEN_SDK_FROM: sdkFrom }),
    };
  }
}

function unsupported({ functionName, runtime }: FunctionToRun): InvocationResult {
  const errorMessage = `function '${functionName}' needs the runtime '${runtime}'; the rehearsal runs nodejs functions only`;
  const payload = JSON.stringify({ errorType: 'Runtime.Unsupported', errorMessage });
  return { payload, functionError: 'Unhandled', log: [errorMessage] };
}
