import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AwsError } from '../../../rehearsal/aws-error';
import { rootOf } from '../../../rehearsal/principal';
import { NameWorld, synthesiseName } from '../../fixtures/name-world';

let folder: string;
let world: NameWorld;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'name-'));
  synthesiseName(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(async () => {
  world = await NameWorld.create(folder);
});
afterEach(() => world.clock.run(world.aws.stop()));

describe('a release of a DNS name on the local AWS', () => {
  test('moves both weights step by step, and makes the candidate live', async () => {
    expect(await world.release('r-1')).toBe('SUCCEEDED');

    expect(await world.weights()).toEqual([0, 100]);
    expect(await world.recorded('service', 'live')).toBe('green');
    expect(await world.recorded('service', 'lock')).toBeUndefined();
    expect(await world.recorded('r-1', 'outcome')).toBe('succeeded');
  });

  test('gives a candidate that does not answer no traffic at all', async () => {
    world.status = (url) => (url.startsWith('http://green') ? 503 : 200);

    expect(await world.release('r-1')).toBe('FAILED');

    expect(await world.weights()).toEqual([100, 0]);
    expect(await world.recorded('r-1', 'reason')).toContain('/health answers 503');
    expect(await world.recorded('service', 'lock')).toBeUndefined();
  });

  test('goes back when an alarm fires in the middle of the shift', async () => {
    const alarm = world.descriptor.alarms[0];
    let looks = 0;
    const fire = { AlarmName: alarm, StateValue: 'ALARM', StateReason: 'a test' };
    const { cloud } = world.aws;
    const status = await world.release('r-1', () => {
      if (++looks === 20) void cloud.call('cloudwatch', 'SetAlarmState', fire, rootOf(cloud.account));
    });

    // Stopped by the rollback machine, which the alarm itself has started.
    expect(status).toBe('ABORTED');
    expect(await world.weights()).toEqual([100, 0]);
    expect(await world.recorded('r-1', 'reason')).toContain('fires: a test');
  });

  test('waits while Route 53 throttles and while a change of somebody else is under way', async () => {
    const { gatekeeper } = world.aws.cloud;
    let refusals = 0;
    world.aws.cloud.gatekeeper = {
      admit: (principal, service, operation, input) => {
        if (operation === 'ChangeResourceRecordSets' && ++refusals <= 4) {
          throw refusals % 2
            ? new AwsError('Throttling', 'Rate exceeded')
            : new AwsError('PriorRequestNotComplete', 'busy');
        }
        return gatekeeper?.admit(principal, service, operation, input);
      },
    };

    expect(await world.release('r-1')).toBe('SUCCEEDED');
    expect(refusals).toBe(4 + 3);
    expect(await world.weights()).toEqual([0, 100]);
  });

  test('goes back by the rollback machine after its end', async () => {
    await world.release('r-1');
    const input = { release: 'r-1', live: 'blue', reason: 'a test', who: 'test', bringUp: false };

    expect(await world.run(world.descriptor.rollbackMachine, 'r-1-back-1', input)).toBe('SUCCEEDED');
    expect(await world.weights()).toEqual([100, 0]);
    expect(await world.recorded('service', 'live')).toBe('blue');
  });

  test('goes back when the candidate does not answer any more, also in its bake', async () => {
    const sick = () => {
      world.status = (url) => (url.startsWith('http://green') ? 503 : 200);
    };
    let hasAll = false;
    const status = await world.release('r-1', () => {
      void world.recorded('r-1', 'phase').then((phase) => {
        hasAll ||= phase === 'baking';
        if (hasAll) sick();
      });
    });

    expect([status, hasAll]).toEqual(['FAILED', true]);
    expect(await world.weights()).toEqual([100, 0]);
    expect(await world.recorded('r-1', 'reason')).toContain('green is not healthy any more: ');
  });

  test('after its end goes back only to a target that answers, when it is to look', async () => {
    await world.release('r-1');
    const input = { release: 'r-1', live: 'blue', reason: 'a test', who: 'test', bringUp: true };
    world.status = (url) => (url.startsWith('http://blue') ? 503 : 200);
    expect(await world.run(world.descriptor.rollbackMachine, 'r-1-back-1', input)).toBe('FAILED');
    expect(await world.weights()).toEqual([0, 100]);

    let looks = 0;
    world.status = () => (looks > 3 ? 200 : 503);
    const look = () => void looks++;
    expect(await world.run(world.descriptor.rollbackMachine, 'r-1-back-2', input, look)).toBe('SUCCEEDED');
    expect(await world.weights()).toEqual([100, 0]);
  });

  test('writes nothing when the rollback machine is told a colour that there is none of', async () => {
    await world.release('r-1');
    const input = { release: 'r-1', live: 'purple', reason: 'a test', who: 'test', bringUp: false };

    expect(await world.run(world.descriptor.rollbackMachine, 'r-1-back-1', input)).toBe('FAILED');
    expect(await world.weights()).toEqual([0, 100]);
  });
});
