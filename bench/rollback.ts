/**
 * `npm run bench:rollback`: how long it takes from the command `bluegreen rollback` in the middle of a shift until everything is on
 * live again, at the speed of real time, and how many writes of weights that were. Of both example apps of the state machine.
 * The goals are one write and 2 s, the start of the command's own process included.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { deployAssembly } from '../rehearsal/deploy-assembly';
import { rootOf } from '../rehearsal/principal';
import { DESCRIPTOR_PREFIX } from '../rehearsal/release/descriptor';
import { environmentOf } from '../rehearsal/serve';
import type { Program } from '../rehearsal/stage/program-process';
import { readAssembly } from '../rehearsal/template/assembly';
import { openWorld, type World } from '../rehearsal/world';

const BUILT = join(process.cwd(), 'dist', 'bin');
/** Until the shift has begun; the way back is measured at real speed. */
const SPEED = 100;
const ROUNDS = 3;

const program: Program = {
  name: 'shop',
  command: `${process.execPath} ${join(BUILT, 'example', 'server.js')}`,
  environment: { VERSION: '1' },
  fault: {},
  healthPath: '/health',
  isFaultOn: () => false,
};

/** Milliseconds, and the writes of weights that there were in them. */
interface Way {
  readonly ms: number;
  readonly writes: number;
}

async function measure(app: string): Promise<Way[]> {
  const assembly = mkdtempSync(join(tmpdir(), 'bench-rollback-'));
  execFileSync(process.execPath, [join(BUILT, `${app}.js`)], { env: { ...process.env, CDK_OUTDIR: assembly } });
  const world = await openWorld({
    speed: SPEED,
    endpointPort: 0,
    programOf: () => program,
    instanceProgramOf: () => program,
    onError: (error) => console.error(error.message),
  });
  try {
    await deployAssembly(world.aws, readAssembly(assembly, world.aws.cloud), () => undefined);
    const ways: Way[] = [];
    for (let round = 0; round < ROUNDS; round++) ways.push(await once(world));
    return ways;
  } finally {
    await world.close();
    rmSync(assembly, { recursive: true });
  }
}

async function once(world: World): Promise<Way> {
  const { aws, clock } = world;
  const weights = await openWeights(world);
  const isShifting = () => weights().every((weight) => weight > 0);
  await bluegreen(world, 'release', '--force');
  while (!isShifting()) {
    await clock.sleep(2_000);
    await bluegreen(world, 'promote').catch(() => undefined);
  }
  const callsBefore = aws.cloud.calls.length;
  const ms = await clock.atRealSpeed(async () => {
    const from = performance.now();
    const command = bluegreen(world, 'rollback');
    while (isShifting()) await new Promise((wake) => setTimeout(wake, 2));
    const took = performance.now() - from;
    await command;
    return took;
  });
  const writes = aws.cloud.calls
    .slice(callsBefore)
    .filter(({ action }) => WRITES.some((one) => action.endsWith(`:${one}`)));
  while (aws.stepFunctions.executions.some(({ status }) => status === 'RUNNING')) await clock.sleep(2_000);
  await clock.sleep(900_000);
  return { ms, writes: writes.length };
}

const WRITES = ['ModifyListener', 'ModifyRule', 'ChangeResourceRecordSets'];

/** Reads what production has on each colour, on whatever scale, without a call: Route 53 takes five in a second. */
async function openWeights({ aws }: World): Promise<() => number[]> {
  const { Parameters = [] } = await aws.cloud
    .client(aws.ssm, rootOf(aws.cloud.account))
    .GetParametersByPath({ Path: DESCRIPTOR_PREFIX, Recursive: true });
  const { kind, listener, hostedZone, recordName, recordType } = JSON.parse(Parameters[0]?.Value ?? '{}');
  const weights = () =>
    kind === 'asg' ? aws.elbv2.weights(listener) : aws.route53.weights(hostedZone, recordName, recordType);
  return () => [...weights().values()];
}

function bluegreen(world: World, ...args: string[]): Promise<void> {
  const variables = Object.fromEntries(environmentOf(world).map((line) => line.split('=')));
  return new Promise((resolve, reject) => {
    spawn(process.execPath, [join(BUILT, 'bluegreen.js'), ...args], { env: { ...process.env, ...variables } }).on(
      'exit',
      (status) => (status === 0 ? resolve() : reject(new Error(`bluegreen ${args.join(' ')} ended with ${status}`))),
    );
  });
}

async function main(): Promise<void> {
  const rows: Record<string, Record<string, number>> = {};
  for (const app of ['example-asg', 'example-dns']) {
    for (const [round, { ms, writes }] of (await measure(app)).entries()) {
      rows[`${app}, round ${round + 1}`] = { 'seconds from the command': Number((ms / 1000).toFixed(2)), writes };
    }
  }
  console.table(rows);
  console.log('goals: 1 write, <= 2 s');
}

void main();
