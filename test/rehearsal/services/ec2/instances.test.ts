import { VirtualClock } from '../../../../rehearsal/clock';
import { Cloud } from '../../../../rehearsal/cloud';
import { rootOf } from '../../../../rehearsal/principal';
import { Ec2 } from '../../../../rehearsal/services/ec2/ec2';
import { Switches } from '../../../../rehearsal/switches';
import { FakeInstances } from '../../../fixtures/fake-instances';

async function launched() {
  const clock = new VirtualClock();
  const cloud = new Cloud({ clock, switches: new Switches([]) });
  const machines = new FakeInstances(clock);
  const ec2 = cloud.add(new Ec2(cloud, () => [], machines));
  const client = cloud.client(ec2, rootOf(cloud.account));
  const { Instances } = await client.RunInstances({ MinCount: 1, MaxCount: 1, ImageId: 'ami-1' });
  const id = Instances[0]?.InstanceId ?? '';
  const state = async () =>
    (await client.DescribeInstances({ InstanceIds: [id] })).Reservations[0]?.Instances[0]?.State?.Name;
  return { clock, machines, ec2, client, id, state };
}

test('an instance runs, stops, runs again and is terminated', async () => {
  const { clock, client, id, state, machines } = await launched();
  const seen = [await state()];
  const step = async (seconds: number, act?: () => Promise<unknown>) => {
    await act?.();
    seen.push(await state());
    await clock.advance(seconds * 1000);
    seen.push(await state());
  };
  await step(30);
  await step(30, () => client.StopInstances({ InstanceIds: [id] }));
  expect(machines.ids).toEqual([]);
  await step(30, () => client.StartInstances({ InstanceIds: [id] }));
  await step(30, () => client.TerminateInstances({ InstanceIds: [id] }));

  expect(seen).toEqual([
    ...['pending', 'pending', 'running', 'stopping', 'stopped'],
    ...['pending', 'running', 'shutting-down', 'terminated'],
  ]);
});

test('an instance that is terminated while it comes up never runs', async () => {
  const { clock, client, id, state, machines } = await launched();
  await client.TerminateInstances({ InstanceIds: [id] });
  await clock.advance(60_000);
  expect(await state()).toBe('terminated');
  expect(machines.started).toEqual([]);
});

test('a machine that fails leaves a terminated instance with a reason and without an address', async () => {
  const { clock, client, id, machines, ec2 } = await launched();
  await clock.advance(60_000);
  expect(ec2.addressOf(id)).toMatch(/^10\.64\./);
  machines.crash(id);
  await clock.advance(1_000);
  const { Reservations } = await client.DescribeInstances({ InstanceIds: [id] });
  expect(Reservations[0]?.Instances[0]?.StateReason?.Message).toContain('the machine failed');
  expect(ec2.addressOf(id)).toBeUndefined();
});

test('only running instances have a status, unless all are asked for', async () => {
  const { clock, client } = await launched();
  expect((await client.DescribeInstanceStatus({})).InstanceStatuses).toEqual([]);
  expect((await client.DescribeInstanceStatus({ IncludeAllInstances: true })).InstanceStatuses).toHaveLength(1);
  await clock.advance(30_000);
  expect((await client.DescribeInstanceStatus({})).InstanceStatuses[0]?.InstanceStatus.Status).toBe('ok');
});

test.each([
  ['i-0123456789abcdef0', 'InvalidInstanceID.NotFound'],
  ['web-1', 'InvalidInstanceID.Malformed'],
])('the id %s is refused', async (id, code) => {
  const { client } = await launched();
  await expect(client.DescribeInstances({ InstanceIds: [id] })).rejects.toMatchObject({ code });
});
