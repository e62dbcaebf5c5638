import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { VirtualClock } from '../../rehearsal/clock';
import { LocalAws } from '../../rehearsal/local-aws';
import type { FunctionToRun, Prober } from '../../rehearsal/ports';
import { rootOf } from '../../rehearsal/principal';
import { route } from '../../rehearsal/stage/data-plane/routing';
import { adoptedGroup } from '../fixtures/adopted-group';
import { adoptedShop } from '../fixtures/adopted-shop';
import { FakeInstances } from '../fixtures/fake-instances';
import { runLiveState } from '../fixtures/live-state-function';
import { FakeTasks } from '../fixtures/world-stage';

/** docs/adoption.md on the local AWS in virtual time, with users who send a request every second. */
class Adoption {
  public readonly clock = new VirtualClock();
  public readonly aws: LocalAws;
  /** Requests that no healthy target took. */
  public lost = 0;
  public requests = 0;
  /** How many requests each target group got, since it was read last. */
  private served = new Map<string, number>();
  private readonly gone = new AbortController();
  private isDeployed = false;

  constructor() {
    const [tasks, instances] = [new FakeTasks(this.clock), new FakeInstances(this.clock)];
    const prober: Prober = {
      probe: async (probe) => {
        const ofInstance = await instances.probe(probe);
        return 'error' in ofInstance ? tasks.probe(probe) : ofInstance;
      },
    };
    const functions = { invoke: (fn: FunctionToRun, event: unknown) => runLiveState(this.aws.cloud, fn, event) };
    this.aws = new LocalAws({ clock: this.clock, tasks, instances, prober, functions });
  }

  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
  public call(prefix: string, operation: string, input: object): Promise<any> {
    return this.clock.run(this.aws.cloud.call(prefix, operation, input, rootOf(this.aws.cloud.account)));
  }

  /** Deploys the app as it is at a step, and returns the status that the stack ends in. */
  public async deploy(stack: Stack): Promise<string> {
    const TemplateBody = JSON.stringify(Template.fromStack(stack).toJSON());
    // The code of the function is not looked at: its own source answers.
    for (const { source, bucket } of assetsOf(stack)) this.aws.s3.mountDirectory(bucket, source, 'lambda/shared');
    const operation = this.isDeployed ? 'UpdateStack' : 'CreateStack';
    this.isDeployed = true;
    await this.call('cloudformation', operation, {
      StackName: 'Shop',
      TemplateBody,
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    });
    for (;;) {
      const { Stacks } = await this.call('cloudformation', 'DescribeStacks', { StackName: 'Shop' });
      if (!Stacks[0].StackStatus.endsWith('IN_PROGRESS')) return Stacks[0].StackStatus;
      await this.clock.advance(1_000);
    }
  }

  public async usersCome(): Promise<void> {
    while (!this.gone.signal.aborted) {
      this.request();
      await this.clock.sleep(1_000, this.gone.signal);
    }
  }

  /** The names of the target groups that have served since the last look. */
  public servedBy(): string[] {
    const names = [...this.served.keys()].map(
      (arn) => arn.split('/')[1]?.replace(/-?[A-Z0-9]{12}$|^Shop-?/g, '') ?? arn,
    );
    this.served = new Map();
    return names.sort();
  }

  /** What a request with these headers is led to now. */
  public decide(headers: Readonly<Record<string, string>> = {}) {
    const { listeners, groups } = this.aws.elbv2.routingTable();
    const listener = listeners.find(({ port }) => port === 80);
    if (!listener) throw new Error('there is no production listener');
    const byArn = new Map(groups.map((group) => [group.groupArn, group]));
    return route({ url: '/', headers }, listener, { groups: byArn, random: Math.random, now: this.clock.now() });
  }

  public async stop(): Promise<void> {
    this.gone.abort();
    await this.clock.run(this.aws.stop());
  }

  private request(): void {
    this.requests++;
    const decision = this.decide();
    // A load balancer without a healthy target asks the others.
    if (decision.kind !== 'forward' || decision.target.state !== 'healthy') this.lost++;
    else this.served.set(decision.group.groupArn, (this.served.get(decision.group.groupArn) ?? 0) + 1);
  }
}

/** What the assets' publishing would have uploaded. */
function assetsOf(stack: Stack): { readonly bucket: string; readonly source: string }[] {
  const text = JSON.stringify(Template.fromStack(stack).toJSON());
  return [...text.matchAll(/"S3Key":"([^"]+)"/g)].map(([, source = '']) => ({ bucket: BUCKET, source }));
}

const BUCKET = 'cdk-hnb659fds-assets-123456789012-us-east-1';

let adoption: Adoption;
beforeEach(() => {
  adoption = new Adoption();
});
afterEach(() => adoption.stop());

/** Deploys what is before, and the first of the adopting ones, which leads nobody elsewhere. @returns the target group of before */
async function deployFirst(before: Stack, first: Stack): Promise<string | undefined> {
  expect(await adoption.deploy(before)).toBe('CREATE_COMPLETE');
  await adoption.clock.advance(120_000);
  void adoption.usersCome();
  await adoption.clock.advance(60_000);
  const [old] = adoption.servedBy();
  expect(old).toBeDefined();

  expect(await adoption.deploy(first)).toBe('UPDATE_COMPLETE');
  await adoption.clock.advance(300_000);
  expect(adoption.servedBy()).toEqual([old]);
  const tested = adoption.decide({ 'x-adoption': 'rehearsal' });
  expect(tested).toMatchObject({ kind: 'forward', target: { state: 'healthy' } });
  return old;
}

/** Deploys a step, and returns who serves afterwards. */
async function servedAfter(step: Stack): Promise<string[]> {
  expect(await adoption.deploy(step)).toBe('UPDATE_COMPLETE');
  adoption.servedBy();
  await adoption.clock.advance(300_000);
  return adoption.servedBy();
}

test('a service that rolls is adopted in two deploys, and no request is lost', async () => {
  const old = await deployFirst(adoptedShop('before'), adoptedShop('first'));

  const served = await servedAfter(adoptedShop('second'));
  expect(served).toHaveLength(1);
  expect(served).not.toContain(old);

  expect(adoption.requests).toBeGreaterThan(600);
  expect(adoption.lost).toBe(0);
});

test('an Auto Scaling group is followed by two in three deploys, the second of which can be taken back, and no request is lost', async () => {
  const old = await deployFirst(adoptedGroup('before'), adoptedGroup('first'));

  const [blue, ...others] = await servedAfter(adoptedGroup('second'));
  expect([others, blue === old]).toEqual([[], false]);
  expect(await servedAfter(adoptedGroup('first'))).toEqual([old]);
  expect(await servedAfter(adoptedGroup('second'))).toEqual([blue]);
  expect(await servedAfter(adoptedGroup('third'))).toEqual([blue]);

  expect(adoption.requests).toBeGreaterThan(1_500);
  expect(adoption.lost).toBe(0);
});
