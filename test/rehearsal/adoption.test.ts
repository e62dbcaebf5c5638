import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { VirtualClock } from '../../rehearsal/clock';
import { LocalAws } from '../../rehearsal/local-aws';
import type { FunctionToRun } from '../../rehearsal/ports';
import { rootOf } from '../../rehearsal/principal';
import { adoptedShop } from '../fixtures/adopted-shop';
import { runLiveState } from '../fixtures/live-state-function';
import { RoutedUsers } from '../fixtures/routed-users';
import { FakeTasks } from '../fixtures/world-stage';

/** docs/adoption.md on the local AWS in virtual time, with a service that rolls and its users. */
class Adoption {
  public readonly clock = new VirtualClock();
  public readonly aws: LocalAws;
  public readonly users: RoutedUsers;
  private isDeployed = false;

  constructor() {
    const tasks = new FakeTasks(this.clock);
    const functions = { invoke: (fn: FunctionToRun, event: unknown) => runLiveState(this.aws.cloud, fn, event) };
    this.aws = new LocalAws({ clock: this.clock, tasks, prober: tasks, functions });
    this.users = new RoutedUsers(this.aws, this.clock);
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

  public async stop(): Promise<void> {
    this.users.leave();
    await this.clock.run(this.aws.stop());
  }
}

/** What the assets' publishing would have uploaded. */
function assetsOf(stack: Stack): { readonly bucket: string; readonly source: string }[] {
  const text = JSON.stringify(Template.fromStack(stack).toJSON());
  return [...text.matchAll(/"S3Key":"([^"]+)"/g)].map(([, source = '']) => ({ bucket: BUCKET, source }));
}

const BUCKET = 'cdk-hnb659fds-assets-123456789012-us-east-1';

test('a service that rolls is adopted in two deploys, and no request is lost', async () => {
  const adoption = new Adoption();
  const { clock, users } = adoption;
  expect(await adoption.deploy(adoptedShop('before'))).toBe('CREATE_COMPLETE');
  await clock.advance(120_000);
  void users.come();
  await clock.advance(60_000);
  const [old] = users.servedBy();
  expect(old).toBeDefined();

  expect(await adoption.deploy(adoptedShop('first'))).toBe('UPDATE_COMPLETE');
  await clock.advance(300_000);
  expect(users.servedBy()).toEqual([old]);
  const tested = users.decide({ 'x-adoption': 'rehearsal' });
  expect(tested).toMatchObject({ kind: 'forward', target: { state: 'healthy' } });

  expect(await adoption.deploy(adoptedShop('second'))).toBe('UPDATE_COMPLETE');
  users.servedBy();
  await clock.advance(300_000);
  const served = users.servedBy();
  expect(served).toHaveLength(1);
  expect(served).not.toContain(old);

  expect(users.requests).toBeGreaterThan(600);
  expect(users.lost).toBe(0);
  await adoption.stop();
});
