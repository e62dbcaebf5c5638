import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rehearse } from '../rehearsal/rehearse';
import type { RehearsalReport } from '../rehearsal/report';

const BUILT = join(process.cwd(), 'dist', 'bin');

export interface TimedRehearsal {
  readonly report: RehearsalReport;
  /** Real seconds from the moment the release is asked for to its end. */
  readonly releaseSeconds: number;
  /** Real seconds in all: stacks, traffic before the release, the release, its end. */
  readonly allSeconds: number;
}

/** What to rehearse, and how. */
export interface RehearsedExample {
  readonly speed: number;
  readonly rate: number;
  /** How many releases. */
  readonly times: number;
  /** @default - that of ECS */
  readonly app?: 'example-app' | 'example-asg' | 'example-dns';
}

/**
 * Rehearses good releases of an example app, one after the other.
 *
 * @param onEach called after each
 */
export async function rehearseExample(
  { speed, rate, times, app = 'example-app' }: RehearsedExample,
  onEach: (rehearsal: TimedRehearsal) => void = () => undefined,
): Promise<TimedRehearsal[]> {
  const assembly = mkdtempSync(join(tmpdir(), 'bench-'));
  // The load's thread is started from a file beside the program.
  copyFileSync(join(BUILT, 'load-worker.js'), join(__dirname, 'load-worker.js'));
  try {
    execFileSync(process.execPath, [join(BUILT, `${app}.js`)], { env: { ...process.env, CDK_OUTDIR: assembly } });
    const done: TimedRehearsal[] = [];
    for (let round = 0; round < times; round++) {
      done.push(await once(assembly, speed, rate));
      onEach(done[round]);
    }
    return done;
  } finally {
    rmSync(assembly, { recursive: true });
  }
}

async function once(assembly: string, speed: number, rate: number): Promise<TimedRehearsal> {
  const startedAt = Date.now();
  let [askedAt, lastAt] = [0, 0];
  const report = await rehearse({
    assembly,
    scenario: 'good',
    speed,
    rate,
    live: `${process.execPath} ${join(BUILT, 'example', 'server.js')}`,
    approve: 'auto',
    switches: {},
    onProgress: () => {
      lastAt = Date.now();
      askedAt ||= lastAt;
    },
    say: () => undefined,
    signal: new AbortController().signal,
  });
  return {
    report,
    releaseSeconds: (lastAt - askedAt) / 1000,
    allSeconds: (Date.now() - startedAt) / 1000,
  };
}
