import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { BlueGreenAutoScalingGroup, BlueGreenDns, DnsTarget, ReleaseOnDeploy, TrafficShift } from '../../lib';
import { UpdatedWorld } from '../fixtures/updated-world';

const MINUTE = 60_000;
const SHIFT = TrafficShift.canary({ stepPercent: 10, stepBakeTime: Duration.minutes(2) });
const BAKE = Duration.minutes(10);

const template = (make: (stack: Stack) => void) => {
  const stack = new Stack(new App(), 'Shop', { env: { account: '123456789012', region: 'us-east-1' } });
  make(stack);
  return JSON.stringify(Template.fromStack(stack).toJSON());
};
const groups = (releaseOnDeploy: ReleaseOnDeploy, version: number) =>
  template((stack) => {
    const userData = ec2.UserData.forLinux();
    userData.addCommands(`echo ${version}`);
    new BlueGreenAutoScalingGroup(stack, 'Orders', {
      vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0, restrictDefaultSecurityGroup: false }),
      instanceType: ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.SMALL),
      machineImage: ec2.MachineImage.genericLinux({ 'us-east-1': 'ami-12345678' }),
      userData,
      minCapacity: 1,
      port: 8080,
      shift: SHIFT,
      bakeTime: BAKE,
      releaseOnDeploy,
    });
  });
const name = (version: string) =>
  template((stack) => {
    new BlueGreenDns(stack, 'Orders', {
      zone: new route53.PublicHostedZone(stack, 'Zone', { zoneName: 'shop.example' }),
      blue: DnsTarget.values(['192.0.2.1'], { url: 'http://blue' }),
      green: DnsTarget.values(['192.0.2.2'], { url: 'http://green' }),
      ttl: Duration.seconds(30),
      shift: SHIFT,
      bakeTime: BAKE,
      releaseOnDeploy: ReleaseOnDeploy.untilBaked({ version }),
    });
  });

let world: UpdatedWorld<'next'>;
afterEach(() => world.stop());
const denied = () => world.aws.cloud.calls.filter(({ outcome }) => outcome === 'denied');
const outcomes = () => world.aws.stepFunctions.executions.map(({ status, machine }) => `${machine.name} ${status}`);

describe('cdk deploy with releaseOnDeploy', () => {
  test('releases a new version of a launch template, and has succeeded when all production traffic is on it', async () => {
    const on = ReleaseOnDeploy.untilShifted();
    world = await UpdatedWorld.create('asg', { base: groups(on, 1), next: groups(on, 2) });
    const startedAt = world.clock.now();

    expect(await world.update('next')).toBe('UPDATE_COMPLETE');

    expect(await world.facts()).toMatchObject({ blue: 0 });
    expect(world.clock.now() - startedAt).toBeGreaterThan(2 * MINUTE);
    expect(outcomes()).toContainEqual(expect.stringMatching(/Release.* RUNNING/));
    expect(denied()).toEqual([]);
  });

  test('waits for the bake of a DNS name, and leaves it at that when the same version is deployed again', async () => {
    world = await UpdatedWorld.create('dns', { base: name('1'), next: name('2') });
    const startedAt = world.clock.now();

    expect(await world.update('next')).toBe('UPDATE_COMPLETE');

    expect(await world.facts()).toEqual({ blue: 0 });
    expect(world.clock.now() - startedAt).toBeGreaterThan(12 * MINUTE);
    expect(await world.update('next')).toBeUndefined();
    expect(denied()).toEqual([]);
  });

  test('fails when nothing comes up in time: the release goes back, and so does the stack', async () => {
    const on = ReleaseOnDeploy.untilShifted({ within: Duration.minutes(1) });
    world = await UpdatedWorld.create('asg', { base: groups(on, 1), next: groups(on, 2) });

    expect(await world.update('next')).toBe('UPDATE_ROLLBACK_COMPLETE');

    expect(world.failure).toContain('not all production traffic of Shop/Orders was on the candidate in time');
    expect(await world.facts()).toMatchObject({ blue: 100 });
    expect(denied()).toEqual([]);
  });
});
