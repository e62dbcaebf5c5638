import { AwsError } from '../../rehearsal/aws-error';
import { VirtualClock } from '../../rehearsal/clock';
import { Cloud } from '../../rehearsal/cloud';
import { roleWith, rootOf } from '../../rehearsal/principal';
import type { Service } from '../../rehearsal/service';
import { Switches } from '../../rehearsal/switches';

const ROLE = roleWith('arn:aws:iam::123456789012:role/Deployer');

function cloudWithCounter() {
  const cloud = new Cloud({ clock: new VirtualClock(0), switches: new Switches([]) });
  const counter = {
    prefix: 'counter',
    operations: {
      Add: ({ by }: { by: number }) => ({ total: 40 + by }),
      Break: () => {
        throw new AwsError('CounterBrokenException', 'the counter is broken');
      },
    },
  } satisfies Service;
  cloud.add(counter);
  return { cloud, counter };
}

describe('cloud', () => {
  test('calls an operation and records who called', async () => {
    const { cloud, counter } = cloudWithCounter();

    const answer = await cloud.client(counter, ROLE).Add({ by: 2 });

    expect(answer).toEqual({ total: 42 });
    expect(cloud.calls).toEqual([{ at: 0, principal: ROLE, action: 'counter:Add', outcome: 'done', error: undefined }]);
  });

  test("passes on the service's own error and records it", async () => {
    const { cloud } = cloudWithCounter();

    await expect(cloud.call('counter', 'Break', {}, ROLE)).rejects.toMatchObject({ code: 'CounterBrokenException' });
    expect(cloud.calls).toMatchObject([{ outcome: 'failed', error: 'CounterBrokenException' }]);
  });

  test('does nothing for a caller that the gatekeeper refuses', async () => {
    const { cloud } = cloudWithCounter();
    cloud.gatekeeper = {
      admit: (principal) => {
        if (principal.kind !== 'root') throw new AwsError('AccessDeniedException', 'no');
      },
    };

    await expect(cloud.call('counter', 'Add', { by: 1 }, ROLE)).rejects.toMatchObject({
      code: 'AccessDeniedException',
    });
    await expect(cloud.call('counter', 'Add', { by: 1 }, rootOf('123456789012'))).resolves.toEqual({ total: 41 });
    expect(cloud.calls.map((call) => call.outcome)).toEqual(['denied', 'done']);
  });

  test.each([
    ['nothing', 'Add'],
    ['counter', 'Subtract'],
  ])('names what it does not have: %s:%s', async (prefix, operation) => {
    await expect(cloudWithCounter().cloud.call(prefix, operation, {}, ROLE)).rejects.toThrow(
      `the local AWS has no operation ${prefix}:${operation}`,
    );
  });
});
