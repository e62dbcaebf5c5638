import type { Finding } from '../../lib/checks/check';
import type { CheckedStack } from '../../lib/checks/model/templates';
import { renderFindings } from '../views/findings';
import type { Paint } from '../views/paint';
import { findAssembly } from './app';
import { Problem } from './problem';
import { refusedChanges } from './refused-changes';
import type { Ended } from './voice';

export const summary = 'look for what would go wrong in a release, or has no way back';

/** What is typed. */
export interface CheckArguments {
  readonly app?: string;
  readonly assembly?: string;
  /** The folder of the assembly that is deployed. */
  readonly previous?: string;
  readonly json?: boolean;
  /** Whether a warning is as bad as an error. */
  readonly strict?: boolean;
}

/** What the command needs from the world. */
export interface CheckPorts {
  readonly read: (directory: string) => {
    readonly stacks: readonly CheckedStack[];
    readonly acknowledged: readonly { readonly id: string; readonly path: string }[];
  };
  readonly runChecks: (stacks: readonly CheckedStack[]) => Finding[];
  readonly say: (line: string) => void;
  readonly paint: Paint;
  readonly signal: AbortSignal;
}

/** A finding, and whether the app has acknowledged it. */
export interface Checked extends Finding {
  readonly acknowledged: boolean;
}

/** Checks an assembly. Exit status 1 when there are errors; with `--strict`, also when there are warnings that nobody has acknowledged. */
export async function check(args: CheckArguments, ports: CheckPorts): Promise<Ended> {
  const assembly = await findAssembly({ app: args.app, assembly: args.assembly, signal: ports.signal });
  try {
    const { stacks, acknowledged } = ports.read(assembly.directory);
    const refused = args.previous === undefined ? [] : refusedChanges(readPrevious(args.previous, ports), stacks);
    const findings: Checked[] = [...ports.runChecks(stacks), ...refused].map((finding) => ({
      ...finding,
      acknowledged:
        finding.level === 'warning' &&
        acknowledged.some(({ id, path }) => id === finding.id && `${finding.path}/`.startsWith(`${path}/`)),
    }));
    for (const line of renderFindings(findings, ports.paint)) ports.say(line);
    const counts = findings.some(({ level, acknowledged: known }) => level === 'error' || (args.strict && !known));
    return { exitStatus: counts ? 1 : 0, json: { findings } };
  } finally {
    assembly.dispose();
  }
}

function readPrevious(directory: string, { read }: CheckPorts): readonly CheckedStack[] {
  try {
    return read(directory).stacks;
  } catch (cause) {
    const what = (cause as Error).message.split(';')[0];
    throw new Problem(`'--previous': ${what}; name the cloud assembly that was deployed last`, 2, { cause });
  }
}
