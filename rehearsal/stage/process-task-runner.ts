import type { RunningTask, TaskRunner, TaskToRun } from '../ports';
import type { Network } from './network';
import { type Program, ProgramProcess } from './program-process';
import { StartFailures } from './start-failures';

/** How the tasks of one task definition are run on this computer. */
export type TaskProgram = Program;

/** Runs every task as a process of this computer. */
export class ProcessTaskRunner implements TaskRunner {
  private readonly running = new Set<ProcessTask>();
  private readonly failures: StartFailures;

  /**
   * @param programOf which program the tasks of a task definition run
   * @param onCannotStart told once of a program that never started, with its last lines: ECS itself would try for ever
   * @param onLine is given what the programs write to their standard output
   */
  constructor(
    private readonly network: Network,
    private readonly programOf: (taskDefinitionArn: string) => TaskProgram,
    onCannotStart: (error: Error) => void = () => undefined,
    private readonly onLine?: (line: string) => void,
  ) {
    this.failures = new StartFailures(onCannotStart);
  }

  public start(task: TaskToRun): RunningTask {
    const started = new ProcessTask(task, this.programOf(task.taskDefinitionArn), this.network, this.onLine);
    this.running.add(started);
    started.stopped.then(() => this.running.delete(started));
    started.running.then(
      () => this.failures.started(task.taskDefinitionArn),
      (error: Error) => {
        if (!started.process.isStopping) this.failures.failed(task.taskDefinitionArn, error);
      },
    );
    return started;
  }

  /** Kills the processes of a task definition, as a crash would; returns how many. */
  public crash(taskDefinitionArn: string): number {
    const victims = [...this.running].filter(
      (one) => one.taskDefinitionArn === taskDefinitionArn && one.process.kill(),
    );
    return victims.length;
  }

  /** Ends every process. */
  public async close(): Promise<void> {
    await Promise.all([...this.running].map((task) => task.stop()));
  }
}

class ProcessTask implements RunningTask {
  public readonly running: Promise<void>;
  public readonly stopped: Promise<string>;
  public readonly taskDefinitionArn: string;
  public readonly process: ProgramProcess;

  constructor(task: TaskToRun, program: TaskProgram, network: Network, onLine?: (line: string) => void) {
    const { address, environment, taskArn } = task;
    this.taskDefinitionArn = task.taskDefinitionArn;
    this.process = new ProgramProcess(
      program,
      { ...environment, ECS_TASK_ARN: taskArn },
      { bind: (local) => network.bind(address, local), unbind: () => network.unbind(address), onLine },
    );
    this.running = this.process.started.then(() => undefined);
    this.running.catch(() => undefined);
    this.stopped = this.process.started.then(
      async ({ ended }) => {
        const { exitCode, signal } = await ended;
        return this.process.isStopping
          ? 'Scaling activity initiated by deployment'
          : `Essential container in task exited (${signal ?? `exit code ${exitCode}`})`;
      },
      (error: Error) => error.message,
    );
  }

  public async stop(): Promise<void> {
    await this.process.stop();
    await this.stopped;
  }
}
