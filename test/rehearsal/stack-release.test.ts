import { Duration } from 'aws-cdk-lib';
import { Approval, ReleaseOnDeploy } from '../../lib';
import { StackWorld, shopTemplate } from '../fixtures/stack-world';

const MINUTE = 60_000;
type Props = Parameters<typeof shopTemplate>[0];

let world: StackWorld;
afterEach(() => world.stop());

const releasing = (props: Props = {}) => shopTemplate({ releaseOnDeploy: ReleaseOnDeploy.untilShifted(), ...props });
const ids = async (includeOnlyStatuses?: string[]): Promise<string[]> => {
  const { applications } = await world.call('codedeploy', 'ListApplications', {});
  const applicationName = applications[0];
  const { deploymentGroups } = await world.call('codedeploy', 'ListDeploymentGroups', { applicationName });
  const input = { applicationName, deploymentGroupName: deploymentGroups[0] };
  return (await world.call('codedeploy', 'ListDeployments', { ...input, includeOnlyStatuses })).deployments;
};
const deployments = async () =>
  Promise.all(
    (await ids()).map(async (deploymentId: string) => {
      const { deploymentInfo } = await world.call('codedeploy', 'GetDeployment', { deploymentId });
      return `${deploymentInfo.creator} ${deploymentInfo.status}`;
    }),
  );
const denied = () => world.aws.cloud.calls.filter(({ outcome }) => outcome === 'denied');
const openRequests = () =>
  [...world.aws.ssm.parameters.values()].filter(
    ({ name, versions }) => name.includes('-requests/') && !versions.at(-1)?.value.startsWith('answered'),
  );

describe('cdk deploy with releaseOnDeploy', () => {
  test('releases a new version, and has succeeded when all production traffic is on it', async () => {
    world = await StackWorld.create(releasing());
    world.watchOutages();
    const startedAt = world.clock.now();

    expect(await world.deploy('UpdateStack', releasing({ version: 2 }))).toBe('UPDATE_COMPLETE');

    expect(world.shares()).toEqual({ blue: 0, green: 100 });
    // two minutes of canary, but not the bake
    expect(world.clock.now() - startedAt).toBeGreaterThan(2 * MINUTE);
    expect(world.clock.now() - startedAt).toBeLessThan(7 * MINUTE);
    expect(await deployments()).toEqual(['user InProgress']);
    await world.clock.advance(10 * MINUTE);
    expect(await deployments()).toEqual(['user Succeeded']);
    expect([denied(), openRequests(), world.outages]).toEqual([[], [], []]);
  });

  test('fails with the reason of a release that goes back, and releases the old version not again', async () => {
    world = await StackWorld.create(releasing());
    world.watchOutages();
    await world.begin('UpdateStack', releasing({ version: 2 }));
    while (world.shares().green === 0) await world.clock.advance(MINUTE / 6);
    await world.fireAlarm();

    const { status } = await world.clock.run(world.aws.cloudFormation.settled('Shop'));

    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await world.reasons()).toMatch(/release d-\w+ (goes|went) back: an alarm fired/);
    expect(world.shares()).toEqual({ blue: 100, green: 0 });
    expect(await deployments()).toEqual(['codeDeployRollback Succeeded', 'user Stopped']);
    expect([denied(), openRequests(), world.outages]).toEqual([[], [], []]);
  });

  test('sends a release back that has not shifted within its time', async () => {
    world = await StackWorld.create(releasing());
    world.watchOutages();
    world.tasks.startMs = 90 * MINUTE;
    const startedAt = world.clock.now();

    expect(await world.deploy('UpdateStack', releasing({ version: 2 }))).toBe('UPDATE_ROLLBACK_COMPLETE');

    expect(world.clock.now() - startedAt).toBeLessThan(60 * MINUTE);
    expect(await world.reasons()).toContain('not all production traffic of Shop/Orders was on the candidate in time');
    expect(world.shares()).toEqual({ blue: 100, green: 0 });
    expect(await deployments()).toEqual(['codeDeployRollback Succeeded', 'user Stopped']);
    expect([denied(), openRequests(), world.outages]).toEqual([[], [], []]);
  });

  test('restores what was live at once, past the gate, when the release has ended and another resource fails', async () => {
    const props = {
      releaseOnDeploy: ReleaseOnDeploy.untilBaked(),
      approval: Approval.required({ within: Duration.minutes(20) }),
    };
    world = await StackWorld.create(releasing(props));
    world.watchOutages();
    await world.begin('UpdateStack', withFailure(releasing({ ...props, version: 2 })));
    await promote();

    const { status } = await world.clock.run(world.aws.cloudFormation.settled('Shop'));

    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
    // Forth with a canary, back in one step; the colours have swapped twice.
    expect(world.shares()).toEqual({ blue: 100, green: 0 });
    expect((await deployments()).length).toBe(2);
    expect((await world.call('ecs', 'DescribeServices', await service())).services[0].taskDefinition).toMatch(/:1$/);
    expect([denied(), openRequests(), world.outages]).toEqual([[], [], []]);
  });
});

/** The template with a resource that cannot be made, once the release has ended. */
function withFailure(text: string): string {
  const { Resources, ...rest } = JSON.parse(text) as { Resources: Record<string, { Type: string }> };
  const [release] = Object.keys(Resources).filter((id) => Resources[id]?.Type === 'Custom::BlueGreenRelease');
  const Properties = { Type: 'String', Name: 'a b', Value: 'x' };
  const Bad = { Type: 'AWS::SSM::Parameter', Properties, DependsOn: release };
  return JSON.stringify({ ...rest, Resources: { ...Resources, Bad } });
}

/** Somebody lets the release pass as soon as it waits. */
async function promote(): Promise<void> {
  for (;;) {
    await world.clock.advance(MINUTE / 2);
    const [waiting] = await ids(['Ready']);
    if (!waiting) continue;
    const input = { deploymentId: waiting, deploymentWaitType: 'READY_WAIT' };
    await world.call('codedeploy', 'ContinueDeployment', input);
    return;
  }
}

async function service() {
  const { clusterArns } = await world.call('ecs', 'ListClusters', {});
  return { cluster: clusterArns[0], services: ['orders'] };
}
