import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { type CommandOptions, run } from './command';

const PRELOAD = path.join(__dirname, 'refuse-connections.cjs');

const unshare = pathOfUnshare();

/** How `runWithoutNetwork` cuts the network on this machine: by the kernel where it lets us, otherwise inside Node. */
export const CUT = unshare ? 'a network namespace with nothing in it' : 'a Node that refuses to connect';

/** Runs a command, and what it starts, without any network. */
export function runWithoutNetwork(command: string, args: readonly string[], options: CommandOptions): Promise<string> {
  if (unshare) return run(unshare, ['-rn', '--', command, ...args], options);
  const env = { ...options.env, NODE_OPTIONS: `--require ${JSON.stringify(PRELOAD)}` };
  return run(command, args, { ...options, env });
}

/** Linux lets anybody do this, or root only, or nobody in some containers. */
function pathOfUnshare(): string | undefined {
  const where = spawnSync('sh', ['-c', 'unshare -rn true && command -v unshare'], { encoding: 'utf8' });
  return where.status === 0 ? where.stdout.trim() : undefined;
}
