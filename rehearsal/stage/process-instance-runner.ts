import type { AgentStep, DeploymentAgent, InstanceRunner, InstanceToRun, RunningInstance } from '../ports';
import type { Network } from './network';
import { type Program, ProgramProcess } from './program-process';
import { StartFailures } from './start-failures';

/**
 * Runs every instance as a process of this computer. It is also CodeDeploy's agent on them: `ApplicationStop` ends the process,
 * `ApplicationStart` starts the program of the new revision; the other events have nothing to do here.
 */
export class ProcessInstanceRunner implements InstanceRunner, DeploymentAgent {
  private readonly running = new Set<ProcessInstance>();
  private readonly failures: StartFailures;

  /**
   * @param programOf which program an instance runs: by its launch template, version, image, user data, revision
   * @param onCannotStart told once of a program that never started, with its last lines
   * @param onLine is given what the programs write to their standard output
   */
  constructor(
    private readonly network: Network,
    private readonly programOf: (instance: InstanceToRun) => Program,
    onCannotStart: (error: Error) => void = () => undefined,
    private readonly onLine?: (line: string) => void,
  ) {
    this.failures = new StartFailures(onCannotStart);
  }

  public start(instance: InstanceToRun): RunningInstance {
    const started = new ProcessInstance(instance, this.programOf, this.network, this.onLine);
    this.running.add(started);
    started.stopped.then(() => this.running.delete(started));
    const key = `${instance.launchTemplateId}:${instance.version}`;
    started.running.then(
      () => this.failures.started(key),
      (error: Error) => {
        if (!started.process.isStopping) this.failures.failed(key, error);
      },
    );
    return started;
  }

  /** @throws when the instance is not here, or its program of the revision does not come up */
  public async run({ instanceId, event, revision }: AgentStep): Promise<void> {
    const found = [...this.running].find((one) => one.instance.instanceId === instanceId);
    if (!found) throw new Error(`no agent answers on '${instanceId}'`);
    if (event === 'ApplicationStop') await found.process.stop();
    if (event === 'ApplicationStart') await found.startRevision(nameOf(revision));
  }

  /** The instances that run or come up. */
  public get all(): InstanceToRun[] {
    return [...this.running].map(({ instance }) => instance);
  }

  /** Takes away the machines that `isVictim` names, as a failure of the hardware would; returns how many. */
  public crash(isVictim: (instance: InstanceToRun) => boolean): number {
    return [...this.running].filter((one) => isVictim(one.instance) && one.crash()).length;
  }

  /** Ends every process. */
  public async close(): Promise<void> {
    await Promise.all([...this.running].map((one) => one.stop()));
  }
}

class ProcessInstance implements RunningInstance {
  public readonly running: Promise<void>;
  public readonly stopped: Promise<string>;
  public process: ProgramProcess;
  private end: (reason: string) => void = () => undefined;

  constructor(
    public instance: InstanceToRun,
    private readonly programOf: (instance: InstanceToRun) => Program,
    private readonly network: Network,
    private readonly onLine?: (line: string) => void,
  ) {
    this.process = this.launch();
    this.running = this.process.started.then(() => undefined);
    this.running.catch(() => undefined);
    this.stopped = new Promise((resolve) => {
      this.end = resolve;
    });
  }

  /** Starts the program of a revision; the one before has been stopped. */
  public async startRevision(revision: string): Promise<void> {
    this.instance = { ...this.instance, revision };
    this.process = this.launch();
    await this.process.started;
  }

  /** The machine is gone, and its program with it; false when that is not running. */
  public crash(): boolean {
    const killed = this.process.kill();
    if (killed) this.end('the machine failed');
    return killed;
  }

  public async stop(): Promise<void> {
    await this.process.stop();
    this.end('User initiated');
  }

  private launch(): ProgramProcess {
    const { instanceId, privateAddress, environment } = this.instance;
    return new ProgramProcess(
      this.programOf(this.instance),
      { ...environment, INSTANCE_ID: instanceId },
      {
        bind: (local) => this.network.bindHost(privateAddress, local),
        unbind: () => this.network.unbindHost(privateAddress),
        onLine: this.onLine,
      },
    );
  }
}

function nameOf({ s3Location, gitHubLocation }: AgentStep['revision']): string {
  if (s3Location) return `s3://${s3Location.bucket}/${s3Location.key}`;
  return `${gitHubLocation?.repository}@${gitHubLocation?.commitId}`;
}
