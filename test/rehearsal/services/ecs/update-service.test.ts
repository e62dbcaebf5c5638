import { refuseWhatNeedsADeployment, startsDeployment } from '../../../../rehearsal/services/ecs/update-service';

test.each([
  ['taskDefinition', 'shop:2', 'task definition'],
  ['networkConfiguration', {}, 'network configuration'],
  ['platformVersion', '1.4.0', 'platform version'],
  ['loadBalancers', [], 'load balancers'],
])('under CODE_DEPLOY %s needs a deployment', (property, value, words) => {
  expect(() => refuseWhatNeedsADeployment({ service: 'orders', [property]: value })).toThrow(
    `Unable to update ${words} on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.`,
  );
});

test.each([
  ['desiredCount', 3],
  ['healthCheckGracePeriodSeconds', 30],
  ['deploymentConfiguration', { maximumPercent: 150 }],
  ['enableECSManagedTags', true],
])('under CODE_DEPLOY %s may change', (property, value) => {
  expect(() => refuseWhatNeedsADeployment({ service: 'orders', [property]: value })).not.toThrow();
});

test('a rolling service starts new tasks for a task definition or by force, not for a desired count', () => {
  expect(startsDeployment({ service: 'orders', taskDefinition: 'shop' })).toBe(true);
  expect(startsDeployment({ service: 'orders', forceNewDeployment: true })).toBe(true);
  expect(startsDeployment({ service: 'orders', desiredCount: 2 })).toBe(false);
});
