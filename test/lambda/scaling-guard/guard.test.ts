import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  RegisterScalableTargetCommand,
  type SuspendedState,
} from '@aws-sdk/client-application-auto-scaling';
import { CodeDeployClient, ListDeploymentsCommand } from '@aws-sdk/client-codedeploy';
import { mockClient } from 'aws-sdk-client-mock';
import { guard } from '../../../lambda/scaling-guard/guard';

const SETTINGS = { application: 'shop', deploymentGroup: 'orders', resourceId: 'service/shop/orders' };

/** An account with a scalable service, which the guard looks at and changes. */
function account() {
  const codeDeploy = mockClient(CodeDeployClient);
  const scaling = mockClient(ApplicationAutoScalingClient);
  const state = { running: [] as string[], suspended: {} as SuspendedState, registered: 0 };
  codeDeploy.on(ListDeploymentsCommand).callsFake(() => ({ deployments: state.running }));
  scaling.on(DescribeScalableTargetsCommand).callsFake(({ ResourceIds }) => ({
    ScalableTargets: [{ ResourceId: ResourceIds[0], SuspendedState: state.suspended }],
  }));
  scaling.on(RegisterScalableTargetCommand).callsFake(({ SuspendedState }) => {
    state.suspended = SuspendedState;
    state.registered++;
    return {};
  });
  const clients = { codeDeploy: new CodeDeployClient({}), scaling: new ApplicationAutoScalingClient({}) };
  return { codeDeploy, scaling, state, look: () => guard(SETTINGS, clients) };
}

test('scale-in is off while a release runs, scale-out is not, and it comes back', async () => {
  const { state, look } = account();

  state.running = ['d-1'];
  expect(await look()).toBe('suspend');
  expect(state.suspended).toEqual({ DynamicScalingInSuspended: true });
  state.running = [];
  expect(await look()).toBe('resume');
  expect(state.suspended).toEqual({ DynamicScalingInSuspended: false });
});

test('asked again, it changes nothing', async () => {
  const { state, look } = account();
  state.running = ['d-1'];

  await look();
  expect(await look()).toBe('leave');
  expect(state.registered).toBe(1);
});

test('a call that was lost is made up for by the next one', async () => {
  const { state, scaling, look } = account();
  state.suspended = { DynamicScalingInSuspended: true };
  scaling.on(RegisterScalableTargetCommand).rejectsOnce(new Error('throttled'));

  await expect(look()).rejects.toThrow('throttled');
  scaling.on(RegisterScalableTargetCommand).callsFake(({ SuspendedState }) => {
    state.suspended = SuspendedState;
    return {};
  });
  expect(await look()).toBe('resume');
  expect(state.suspended.DynamicScalingInSuspended).toBe(false);
});

test('when CodeDeploy cannot be asked, nothing is changed', async () => {
  const { codeDeploy, state, look } = account();
  state.suspended = { DynamicScalingInSuspended: true };
  codeDeploy.on(ListDeploymentsCommand).rejects(new Error('no answer'));

  await expect(look()).rejects.toThrow('no answer');
  expect(state.registered).toBe(0);
});

test('bounds of the scaling are not written', async () => {
  const { scaling, state, look } = account();
  state.running = ['d-1'];

  await look();

  expect(scaling.commandCalls(RegisterScalableTargetCommand)[0]?.args[0].input).toEqual({
    ServiceNamespace: 'ecs',
    ScalableDimension: 'ecs:service:DesiredCount',
    ResourceId: 'service/shop/orders',
    SuspendedState: { DynamicScalingInSuspended: true },
  });
});
