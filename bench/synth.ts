/**
 * `npm run bench:synth`: what the constructs cost at synth, beside the same resources written by hand with the CDK's own
 * constructs, and how the cost of a service changes with their number.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import { defineCluster } from './synth-apps/cluster';
import { defineByHand } from './synth-apps/hand-written';
import { defineWithConstructs } from './synth-apps/with-constructs';

type Define = (stack: Stack, cluster: ecs.Cluster, name: string) => void;

/** So many that the compiler is done, and two runs agree. */
const WARM_UP_ROUNDS = 20;
const ROUNDS = 100;
/** CloudFormation takes 500 resources in a stack; so many services fit into one. */
const SERVICES_PER_STACK = 10;

const handlers = path.resolve(__dirname, '..', 'handlers');
const byHand: Define = (stack, cluster, name) => defineByHand(stack, cluster, name, handlers);

/**
 * Writes an app of so many services, and says how much processor time that took and what came out. Time on the clock would also
 * count what else the computer does meanwhile.
 */
function synth(define: Define, services: number): { millis: number; types: Record<string, number> } {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-synth-'));
  try {
    globalThis.gc?.();
    const started = process.cpuUsage();
    const app = new App({ outdir, analyticsReporting: false });
    for (let first = 0; first < services; first += SERVICES_PER_STACK) {
      const stack = new Stack(app, `Stack${first}`);
      const cluster = defineCluster(stack);
      for (let n = first; n < Math.min(first + SERVICES_PER_STACK, services); n += 1)
        define(stack, cluster, `Service${n}`);
    }
    const { template } = app.synth().stacks[0];
    const { user, system } = process.cpuUsage(started);
    const millis = (user + system) / 1000;
    return { millis, types: countTypes(template) };
  } finally {
    fs.rmSync(outdir, { recursive: true, force: true });
  }
}

function countTypes(template: { Resources: Record<string, { Type: string }> }): Record<string, number> {
  const types: Record<string, number> = {};
  for (const { Type } of Object.values(template.Resources)) types[Type] = (types[Type] ?? 0) + 1;
  return types;
}

function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

function compare(): void {
  const constructs: number[] = [];
  const hand: number[] = [];
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round += 1) {
    // The two take turns in going first, so that neither pays for what the other left behind.
    const order: [Define, number[]][] = [
      [defineWithConstructs, constructs],
      [byHand, hand],
    ];
    for (const [define, times] of round % 2 === 0 ? order : order.reverse()) {
      const { millis } = synth(define, 1);
      if (round >= 0) times.push(millis);
    }
  }
  const same = differences(synth(defineWithConstructs, 1).types, synth(byHand, 1).types);
  console.log(
    `processor time of one service, ${ROUNDS} rounds each after ${WARM_UP_ROUNDS} to warm up; resources: ${same}\n`,
  );
  console.log('                      median ms   quartiles ms');
  for (const [name, times] of [
    ['BlueGreenEcsService', constructs],
    ['written by hand', hand],
  ] as const) {
    const [low, median, high] = [0.25, 0.5, 0.75].map((share) => quantile(times, share).toFixed(1));
    console.log(`${name.padEnd(20)} ${`${median}`.padStart(10)}   ${low} to ${high}`);
  }
  const ratio = quantile(constructs, 0.5) / quantile(hand, 0.5);
  console.log(`${'ratio'.padEnd(20)} ${ratio.toFixed(2).padStart(10)}   goal <= 1.15\n`);
}

function differences(left: Record<string, number>, right: Record<string, number>): string {
  const different = [...new Set([...Object.keys(left), ...Object.keys(right)])].filter(
    (type) => left[type] !== right[type],
  );
  return different.length === 0
    ? 'the same types and counts'
    : `different: ${different.map((type) => `${type} ${left[type] ?? 0} and ${right[type] ?? 0}`).join(', ')}`;
}

function grow(): void {
  console.log(`processor time of several services, ${SERVICES_PER_STACK} in a stack, medians of 3\n`);
  console.log('services   total ms   ms per service');
  for (const services of [1, 10, 25, 50, 100]) {
    const median = quantile(
      [1, 2, 3].map(() => synth(defineWithConstructs, services).millis),
      0.5,
    );
    console.log(
      `${`${services}`.padStart(8)} ${median.toFixed(0).padStart(10)} ${(median / services).toFixed(1).padStart(16)}`,
    );
  }
}

compare();
grow();
