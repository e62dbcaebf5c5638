import { runChecks } from '../lib/checks/run-checks';
import { readCheckedAssembly } from './checked-assembly';
import { type CheckArguments, check } from './commands/check';
import type { Ended } from './commands/voice';
import type { Paint } from './views/paint';

/** `bluegreen check` on this terminal. */
export function checkHere(
  args: CheckArguments,
  { print, paint, signal }: { print: (line: string) => void; paint: Paint; signal: AbortSignal },
): Promise<Ended> {
  return check(args, { read: readCheckedAssembly, runChecks, say: print, paint, signal });
}
