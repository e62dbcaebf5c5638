import { performance } from 'node:perf_hooks';
import fc from 'fast-check';
import { type Story, stories } from '../test/fixtures/deploy-stories';
import { type Told, tell } from '../test/fixtures/deploy-story';
import { RELEASED, WAITS } from '../test/fixtures/deployed-apps';

/**
 * Deploys that release, in random orders: changed, unchanged and failing versions, other resources that fail, cancellations, deletions,
 * releases by the CLI's way in between, two stacks at once, requests, hooks and events that are delivered twice, requests that come late. The goal is 0 violations in 1,000 orders.
 */
const ORDERS = Number(process.env.ORDERS ?? 1000);
const WANTED = RELEASED.filter((one) => (process.env.WORKLOADS ?? RELEASED.join()).split(',').includes(one));
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

/** Auto Scaling groups whose versions are CodeDeploy revisions. */
const REVISION = 'revision';

class Row {
  private orders = 0;
  private deploys = 0;
  private violated = 0;
  private requests = 0;
  private longest = 0;
  private ms = 0;
  private readonly statuses = new Map<string, number>();

  public add(told: Told, ms: number): void {
    this.orders++;
    this.deploys += told.deploys;
    this.requests += told.requests;
    this.longest = Math.max(this.longest, told.longestWait);
    this.ms += ms;
    if (told.violations.length > 0) this.violated++;
    for (const [status, count] of Object.entries(told.statuses))
      this.statuses.set(status, (this.statuses.get(status) ?? 0) + count);
  }

  public get cells(): object {
    const of = (status: string) => this.statuses.get(status) ?? 0;
    return {
      orders: this.orders,
      deploys: this.deploys,
      complete: of('UPDATE_COMPLETE'),
      'gone back': of('UPDATE_ROLLBACK_COMPLETE'),
      requests: this.requests,
      'longest wait, min': Math.round(this.longest / 6) / 10,
      'orders with a violation': this.violated,
      'ms each': Math.round(this.ms / this.orders),
    };
  }
}

async function main(): Promise<void> {
  console.log(`seed ${SEED}, ${ORDERS} orders`);
  const rows: Record<string, Row> = {};
  const names = WANTED.flatMap((workload) => (workload === 'asg' ? [workload, REVISION] : [workload]));
  for (const name of names) for (const waits of WAITS) rows[`${name}, ${waits}`] = new Row();
  for (const [index, story] of fc.sample(stories(WANTED), { numRuns: ORDERS, seed: SEED }).entries()) {
    const from = performance.now();
    const told = await tell(story).catch(
      (error: Error): Told => ({ ...NOTHING, violations: [`the story ended with: ${error.stack}`] }),
    );
    rows[`${story.revisions ? REVISION : story.workload}, ${story.waits}`]?.add(told, performance.now() - from);
    if (told.violations.length > 0) tellOf(index, story, told);
  }
  console.table(Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, row.cells])));
}

const NOTHING = { deploys: 0, statuses: {}, requests: 0, longestWait: 0 };

function tellOf(index: number, story: Story, { violations }: Told): void {
  console.log(`order ${index}: ${JSON.stringify(story)}`);
  for (const one of violations) console.log(`  ${one}`);
}

void main();
