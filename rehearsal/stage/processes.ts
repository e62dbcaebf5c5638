import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { parseCommand } from './command-line';
import { accepts, freePort } from './free-port';
import { adopt, killGroup, release, signalGroup } from './process-reaper';

/** One app process to start. */
export interface ProcessOptions {
  /** What it is called in errors and in the report, such as 'candidate'. */
  readonly name: string;
  /** A command line, as typed: `node dist/server.js --verbose`. It runs without a shell, unless it needs one. */
  readonly command: string;
  /** @default - the current directory */
  readonly cwd?: string;
  /**
   * Variables besides the caller's own and PORT.
   * @default - none
   */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * The port handed over as PORT.
   * @default - any free one
   */
  readonly port?: number;
  /**
   * Milliseconds until the port must accept connections.
   * @default 30000
   */
  readonly readyTimeoutMs?: number;
  /**
   * Milliseconds between SIGTERM and SIGKILL when it is stopped (ECS: `stopTimeout`).
   * @default 5000
   */
  readonly stopTimeoutMs?: number;
  /**
   * Is given each line that it writes to its standard output.
   *
   * @default - they are kept for errors only
   */
  readonly onLine?: (line: string) => void;
  /**
   * Gives up the start: the process is killed, and the start rejects.
   * @default - only the time-out gives up
   */
  readonly signal?: AbortSignal;
}

/** How a process ended. */
export interface ProcessEnd {
  /** Absent when a signal ended it. */
  readonly exitCode?: number;
  readonly signal?: string;
}

/** A process that accepts connections on its port. */
export interface AppProcess {
  readonly name: string;
  readonly pid: number;
  readonly port: number;
  /** Resolves when it has ended, whatever the reason. Never rejects. */
  readonly stopped: Promise<ProcessEnd>;
  /** The last lines that it wrote, oldest first, both streams. */
  output(): readonly string[];
  /** SIGTERM to the whole group, SIGKILL when that does not help in time. Twice is once. */
  stop(): Promise<ProcessEnd>;
}

const READY_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 5_000;
const POLL_MS = 25;
const LINES_KEPT = 200;
const LINES_IN_ERRORS = 5;
/** Lines that would crowd out what an error says: frames of a stack, and those without a word. */
const NOISE = /^\s+at |^\W*$/;

/**
 * Starts a program in a process group of its own, so that a Ctrl-C in the terminal reaches this program only, and waits
 * until it accepts connections. It does not outlive this program, however this one ends.
 *
 * @throws when the command cannot be started, ends, or does not accept connections in time; nothing is left running then
 */
export async function startProcess(options: ProcessOptions): Promise<AppProcess> {
  const port = await freePort(options.port);
  const app = new Program(options, port);
  try {
    await app.ready();
    return app;
  } catch (error) {
    await app.kill();
    throw error;
  }
}

class Program implements AppProcess {
  public readonly name: string;
  public readonly stopped: Promise<ProcessEnd>;
  private readonly child: ChildProcess;
  private readonly lines: string[] = [];
  private spawnError?: NodeJS.ErrnoException;
  private ended = false;

  constructor(
    private readonly options: ProcessOptions,
    public readonly port: number,
  ) {
    this.name = options.name;
    const command = parseCommand(options.command);
    const [program, args] = 'shell' in command ? [command.shell, []] : [command.program, command.args];
    this.child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.environment, PORT: String(port) },
      shell: 'shell' in command,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (stream)
        createInterface({ input: stream }).on('line', (line) => this.keep(line, stream === this.child.stdout));
    }
    this.child.once('error', (error) => {
      this.spawnError = error;
    });
    if (this.child.pid !== undefined) adopt(this.child.pid);
    this.stopped = this.end();
  }

  public get pid(): number {
    return this.child.pid ?? 0;
  }

  public output(): readonly string[] {
    return this.lines;
  }

  public async stop(): Promise<ProcessEnd> {
    if (!this.ended) signalGroup(this.pid, 'SIGTERM');
    const timer = setTimeout(() => void this.kill(), this.options.stopTimeoutMs ?? STOP_TIMEOUT_MS);
    const end = await this.stopped;
    clearTimeout(timer);
    return end;
  }

  /** SIGKILL to the whole group. */
  public kill(): Promise<ProcessEnd> {
    if (!this.ended) signalGroup(this.pid, 'SIGKILL');
    return this.stopped;
  }

  /** @throws when it will not accept connections any more, or not in time */
  public async ready(): Promise<void> {
    const { name, command, readyTimeoutMs = READY_TIMEOUT_MS, signal } = this.options;
    const deadline = Date.now() + readyTimeoutMs;
    while (!(await accepts(this.port))) {
      if (this.ended) throw await this.startFailure();
      if (signal?.aborted) throw new Error(`${name}: stopped before it accepted connections`);
      if (Date.now() > deadline) {
        throw new Error(
          `${name}: '${command}' does not accept connections on 127.0.0.1:${this.port} after ${readyTimeoutMs} ms; ` +
            `it must listen on the port in the variable PORT${this.lastLines()}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  /** Waits for the end, and takes along what the program started itself. */
  private async end(): Promise<ProcessEnd> {
    const closed = new Promise((resolve) => this.child.once('close', resolve));
    const [exitCode, signal] = await once(this.child, 'exit').catch(() => []);
    this.ended = true;
    if (this.child.pid !== undefined) {
      await killGroup(this.child.pid);
      release(this.child.pid);
      await closed; // its last lines
    }
    return { ...(typeof exitCode === 'number' && { exitCode }), ...(signal && { signal }) };
  }

  private async startFailure(): Promise<Error> {
    const { name, command } = this.options;
    const { exitCode, signal } = await this.stopped;
    if (this.spawnError) {
      const why =
        this.spawnError.code === 'ENOENT'
          ? `there is no program '${this.child.spawnfile}', or no directory '${this.options.cwd ?? process.cwd()}'`
          : this.spawnError.message;
      return new Error(`${name}: '${command}' cannot be started: ${why}; check the command`);
    }
    return new Error(
      `${name}: '${command}' ended with ${signal ?? `exit code ${exitCode}`} before it accepted connections` +
        this.lastLines(),
    );
  }

  private lastLines(): string {
    const last = this.lines.filter((line) => !NOISE.test(line)).slice(-LINES_IN_ERRORS);
    return last.length > 0 ? `; its last lines: ${last.map((line) => line.trim()).join(' | ')}` : '';
  }

  private keep(line: string, isOutput: boolean): void {
    if (isOutput) this.options.onLine?.(line);
    this.lines.push(line);
    if (this.lines.length > LINES_KEPT) this.lines.shift();
  }
}
