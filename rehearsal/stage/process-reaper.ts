import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Makes sure that process groups do not outlive this program, however it ends. A program that is killed can run no clean-up
 * of its own, so a small helper process holds the list and the other end of a pipe: when the pipe closes, it kills what is
 * left. It ends by itself with the last group.
 */
const groups = new Set<number>();
let reaper: ChildProcess | undefined;

const KILL_TRIES = 50;
const KILL_PAUSE_MS = 5;

const REAPER = `
const groups = new Set();
let rest = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (text) => {
  const lines = (rest + text).split('\\n');
  rest = lines.pop();
  for (const line of lines) {
    const group = Number(line.slice(1));
    if (line[0] === '+') groups.add(group); else groups.delete(group);
  }
});
process.stdin.on('end', () => {
  for (const group of groups) try { process.kill(-group, 'SIGKILL'); } catch {}
});
`;

/** From now on the group is killed when this program ends. */
export function adopt(group: number): void {
  groups.add(group);
  tell(`+${group}`);
}

/** The group has ended, or is somebody else's business now. */
export function release(group: number): void {
  if (!groups.delete(group)) return;
  tell(`-${group}`);
  if (groups.size > 0) return;
  reaper?.stdin?.end();
  reaper = undefined;
}

/** Sends a signal to every process of a group; false when there is none any more. */
export function signalGroup(group: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(-group, signal);
  } catch {
    return false;
  }
}

/** SIGKILL to every process of a group; resolves when they are gone, as a signal is not yet an end. */
export async function killGroup(group: number): Promise<void> {
  // Bounded, because a dead process that nobody collects still counts as a member of its group; it holds no port any more.
  for (let tries = 0; tries < KILL_TRIES && signalGroup(group, 'SIGKILL'); tries++) {
    await new Promise((resolve) => setTimeout(resolve, KILL_PAUSE_MS));
  }
}

function tell(line: string): void {
  reaper ??= start();
  reaper.stdin?.write(`${line}\n`);
}

function start(): ChildProcess {
  const started = spawn(process.execPath, ['-e', REAPER], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  started.unref();
  const { stdin } = started;
  stdin?.on('error', () => undefined); // it was killed by hand: then the list below is all there is
  if (stdin && 'unref' in stdin && typeof stdin.unref === 'function') stdin.unref();
  return started;
}

// An ordinary end need not wait for the helper: when this program's exit is seen, its processes are gone already.
process.on('exit', () => {
  for (const group of groups) signalGroup(group, 'SIGKILL');
});
