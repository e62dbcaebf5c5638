/**
 * What the services need from the world around them. The stage answers with real processes and real HTTP; in virtual
 * time a model answers. No service knows which.
 */

/** A network place. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** A task that ECS wants to run. */
export interface TaskToRun {
  readonly taskArn: string;
  readonly taskDefinitionArn: string;
  readonly containerName: string;
  readonly containerPort: number;
  /** The container's environment, as in the task definition. */
  readonly environment: Readonly<Record<string, string>>;
  /** The address that the task has inside the cloud (its network interface and container port). */
  readonly address: Address;
}

/** A task that was started. */
export interface RunningTask {
  /** Resolves when the task's process runs (RUNNING, not yet healthy). */
  readonly running: Promise<void>;
  /** Resolves with the reason when the task has ended, by itself or by `stop`. */
  readonly stopped: Promise<string>;
  stop(): Promise<void>;
}

/** Runs tasks. */
export interface TaskRunner {
  start(task: TaskToRun): RunningTask;
}

/** An instance that EC2 wants to run. */
export interface InstanceToRun {
  /** `i-...` */
  readonly instanceId: string;
  /** `lt-...`; empty when it was launched without a launch template. */
  readonly launchTemplateId: string;
  readonly launchTemplateName: string;
  /** The version of the launch template. */
  readonly version: number;
  readonly imageId: string;
  /** As the launch template has it, decoded. */
  readonly userData: string;
  /** What CodeDeploy installed last, as `s3://<bucket>/<key>` or `<repository>@<commit>`; absent before it did. */
  readonly revision?: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Its address inside the cloud. It is a machine: its program answers on every port of it. */
  readonly privateAddress: string;
}

/** An instance that was started. */
export interface RunningInstance {
  /** Resolves when its program accepts connections; rejects when that does not come up. The machine runs on all the same. */
  readonly running: Promise<void>;
  /** Resolves with the reason when the machine has ended, by itself or by `stop`. A program that ends by itself leaves its machine running. */
  readonly stopped: Promise<string>;
  stop(): Promise<void>;
}

/** Runs instances. */
export interface InstanceRunner {
  /** @throws when an instance like this cannot be launched at all */
  start(instance: InstanceToRun): RunningInstance;
}

/** One lifecycle event of a CodeDeploy deployment that the agent of an instance is to run. */
export interface AgentStep {
  readonly deploymentId: string;
  readonly instanceId: string;
  /** `ApplicationStop`, `DownloadBundle`, ... */
  readonly event: string;
  /** What is deployed, as CreateDeployment was given it. */
  readonly revision: {
    readonly revisionType?: string;
    readonly s3Location?: { readonly bucket?: string; readonly key?: string };
    readonly gitHubLocation?: { readonly repository?: string; readonly commitId?: string };
  };
}

/** CodeDeploy's agent on the instances. */
export interface DeploymentAgent {
  /** Resolves when the event's scripts have ended well; rejects with what failed. */
  run(step: AgentStep): Promise<void>;
}

/** A function that is to be invoked. */
export interface FunctionToRun {
  readonly functionName: string;
  readonly functionArn: string;
  readonly roleArn: string;
  readonly runtime: string;
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memorySize: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Where its code is: bucket and key of the uploaded asset. */
  readonly code: { readonly bucket?: string; readonly key?: string; readonly zipFile?: string };
}

export interface InvocationResult {
  /** The JSON text that the function returned, or of its error. */
  readonly payload: string;
  /** Set when the function failed: `Unhandled`, or with a time-out. */
  readonly functionError?: string;
  readonly log: string[];
}

/** Runs functions. */
export interface FunctionRunner {
  invoke(fn: FunctionToRun, event: unknown): Promise<InvocationResult>;
}

/** A health check to be made once. */
export interface Probe {
  readonly target: Address;
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly path: string;
  /** Rehearsal milliseconds. */
  readonly timeoutMs: number;
}

export type ProbeResult = { readonly status: number } | { readonly error: 'timeout' | 'refused' | 'reset' };

/** Makes health checks. */
export interface Prober {
  probe(probe: Probe): Promise<ProbeResult>;
}
