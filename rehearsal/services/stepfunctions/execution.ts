import type { ExecutionStatus } from '@aws-sdk/client-sfn';
import type { Clock } from '../../clock';
import { History } from './history';
import type { Machine } from './machine';
import { type Frame, newFrame } from './run/frame';

/** A state machine as it was when the execution began; a redrive uses the same. */
export type MachineVersion = Pick<Machine, 'arn' | 'name' | 'roleArn' | 'workflow'>;

/** One execution: what Step Functions keeps of it. */
export class Execution {
  public status: ExecutionStatus = 'RUNNING';
  public stoppedAt?: number;
  public output?: string;
  public error?: string;
  public text?: string;
  public redriveCount = 0;
  public redrivenAt?: number;
  /** States entered, retries and redrives: what AWS counts, and bills. */
  public transitions = 0;
  /** API calls and invocations that its tasks made. */
  public calls = 0;
  /** Made by tokens so far; part of the next token. */
  public tokens = 0;
  public readonly history: History;
  public readonly root: Frame;
  /** The input, read. */
  public readonly inputValue: unknown;
  /** Ends what runs. A new one for each redrive. */
  public running = new AbortController();
  /** Resolves when the execution (or its redrive) has ended. */
  public ended: Promise<void> = Promise.resolve();

  constructor(
    public readonly arn: string,
    public readonly name: string,
    public readonly machine: MachineVersion,
    public readonly input: string,
    public readonly startedAt: number,
    clock: Clock,
  ) {
    this.history = new History(clock);
    this.inputValue = JSON.parse(input);
    this.root = newFrame(machine.workflow, this.inputValue);
  }
}
