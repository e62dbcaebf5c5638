import type { Fault } from '../fault';
import { isFaulty } from '../fault';
import type { Address } from '../ports';
import { type FaultGate, openFaultGate } from './fault-gate';
import { signalGroup } from './process-reaper';
import { type AppProcess, type ProcessEnd, startProcess } from './processes';

/** How the tasks of one task definition, or the instances of one launch template version, are run on this computer. */
export interface Program {
  /** What it is called in errors and in the report: `live` or `candidate`. */
  readonly name: string;
  readonly command: string;
  /** Variables beside those of the task definition. */
  readonly environment: Readonly<Record<string, string>>;
  /** What is wrong with it, made by a gate in front of its process. */
  readonly fault: Fault;
  /** The path of the health check, which the gate leaves alone. */
  readonly healthPath: string;
  /** Does the fault show now? */
  readonly isFaultOn: () => boolean;
}

/** Where the process is to be found by the others while it runs, and where what it writes goes. */
export interface Place {
  bind(local: Address): void;
  unbind(): void;
  readonly onLine?: (line: string) => void;
}

/** A program that runs as a process of this computer, behind a gate when it is faulty, at a place of the cloud's network. */
export class ProgramProcess {
  /** Resolves when the process accepts connections; `ended` resolves when it runs no more. Rejects when it does not come up. */
  public readonly started: Promise<{ readonly ended: Promise<ProcessEnd> }>;
  private process?: AppProcess;
  private gate?: FaultGate;
  private readonly stopping = new AbortController();

  constructor(
    private readonly program: Program,
    environment: Readonly<Record<string, string>>,
    private readonly place: Place,
  ) {
    this.started = this.launch(environment);
    // Whoever looks at the end only must not be surprised by an unhandled rejection.
    this.started.catch(() => undefined);
  }

  /** Has it been asked to stop? */
  public get isStopping(): boolean {
    return this.stopping.signal.aborted;
  }

  /** Resolves when it has ended. */
  public async stop(): Promise<void> {
    this.stopping.abort();
    // A request that waits in the gate is under way: it reaches the process before the process is asked to end.
    await this.gate?.close();
    await this.process?.stop();
    await this.started.then(
      ({ ended }) => ended,
      () => undefined,
    );
  }

  /** Ends the process without asking it; false when there is none. */
  public kill(): boolean {
    return this.process !== undefined && signalGroup(this.process.pid, 'SIGKILL');
  }

  private async launch(
    environment: Readonly<Record<string, string>>,
  ): Promise<{ readonly ended: Promise<ProcessEnd> }> {
    const { name, command, fault, healthPath, isFaultOn } = this.program;
    const app = await startProcess({
      name,
      command,
      environment: { ...environment, ...this.program.environment },
      signal: this.stopping.signal,
      onLine: this.place.onLine,
    });
    this.process = app;
    if (this.isStopping) await app.stop();
    const local = { host: '127.0.0.1', port: app.port };
    this.gate = isFaulty(fault) ? await openFaultGate(local, { fault, healthPath, isOn: isFaultOn }) : undefined;
    this.place.bind(this.gate?.address ?? local);
    const ended = app.stopped.then(async (end) => {
      this.place.unbind();
      await this.gate?.close();
      return end;
    });
    return { ended };
  }
}
