import { CommanderError } from 'commander';
import { Problem } from './commands/problem';
import { Interrupted } from './interruption';

/** What an error means for the person and for the shell. */
export interface Failure {
  readonly exitStatus: number;
  /** Undefined when everything has been said. */
  readonly message?: string;
}

/** Mistakes of ours, not of who typed. */
const OWN_MISTAKES = [TypeError, ReferenceError, RangeError, SyntaxError, EvalError];

/** How the program ends after an error. */
export function failureOf(error: unknown, debug: boolean): Failure {
  // Commander has printed its message, help or version itself.
  if (error instanceof CommanderError) return { exitStatus: error.exitCode === 0 ? 0 : 2 };
  if (error instanceof Interrupted) return { exitStatus: error.exitStatus };
  if (!(error instanceof Error)) return { exitStatus: 1, message: String(error) };
  if (debug) return { exitStatus: statusOf(error), message: stackOf(error) };
  if (OWN_MISTAKES.some((kind) => error instanceof kind)) {
    return { exitStatus: 1, message: `unexpected ${error.name}: ${error.message}; --debug shows where` };
  }
  return { exitStatus: statusOf(error), message: error.message };
}

function statusOf(error: Error): number {
  if (error instanceof Problem) return error.exitStatus;
  // The rehearsal throws before anything has ended in any way: an assembly, a switch, a port, a command.
  return OWN_MISTAKES.some((kind) => error instanceof kind) ? 1 : 2;
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : '';
  return `${error.stack ?? error.message}${cause}`;
}
