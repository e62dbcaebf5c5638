import { AwsError } from '../../rehearsal/aws-error';
import { templatesOf, WORKLOADS, type Workload } from '../fixtures/updated-apps';
import { UpdatedWorld } from '../fixtures/updated-world';

/** What the function reads to know what is live. */
const READ: Record<Workload, string> = {
  ecs: 'DescribeListeners',
  asg: 'DescribeListeners',
  dns: 'ListResourceRecordSets',
};

describe.each(WORKLOADS)('%s: a stack update whose reads of what is live are throttled', (workload) => {
  const templates = templatesOf(workload);

  /** A released service whose function is throttled for so long from its first read on. */
  async function throttledFor(seconds: number) {
    const world = await UpdatedWorld.create(workload, templates);
    await (await world.start()).end();
    const before = await world.facts();
    const { gatekeeper } = world.aws.cloud;
    let until: number | undefined;
    world.aws.cloud.gatekeeper = {
      admit: (principal, service, operation, input) => {
        if (/LiveState/.test(principal.arn) && operation === READ[workload]) {
          until ??= world.clock.now() + seconds * 1000;
          if (world.clock.now() < until) throw new AwsError('Throttling', 'Rate exceeded');
        }
        gatekeeper?.admit(principal, service, operation, input);
      },
    };
    return { world, before };
  }

  const NOTHING_WRITTEN = /what is live could not be read, so nothing is written: Rate exceeded/;

  test('for some seconds: it waits for an answer, and moves nothing', async () => {
    const { world, before } = await throttledFor(20);

    expect(await world.update('certificate')).toBe('UPDATE_COMPLETE');
    expect(await world.facts()).toEqual(before);
    await world.stop();
  });

  test('for longer: nothing is written, and the stack goes back', async () => {
    const { world, before } = await throttledFor(90);

    expect(await world.update('certificate')).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(world.failure).toMatch(NOTHING_WRITTEN);
    expect(await world.facts()).toEqual(before);
    await world.stop();
  });

  test('through the way back too: nothing is written, and a continued rollback asks again', async () => {
    const { world, before } = await throttledFor(600);

    expect(await world.update('certificate')).toBe('UPDATE_ROLLBACK_FAILED');
    expect(world.failure).toMatch(NOTHING_WRITTEN);
    expect(await world.facts()).toEqual(before);
    await world.clock.advance(600_000);
    expect(await world.continueRollback()).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await world.facts()).toEqual(before);
    await world.stop();
  });
});
