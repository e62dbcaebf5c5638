import { releasesIn } from '../../../../rehearsal/template/releases';
import { deployedExample, exampleTemplate } from '../../../fixtures/deployed-example';

describe('the example app', () => {
  const template = exampleTemplate();

  test('stands up completely, nothing of it unknown', async () => {
    const { aws, clock, stack } = await deployedExample(template);
    await clock.run(aws.stop());

    expect(stack.events.filter((one) => one.ResourceStatusReason?.includes('message'))).toEqual([]);
    expect(stack.status).toBe('CREATE_COMPLETE');
    expect(aws.cloudFormation.inertTypes.unknown).toEqual([]);
    expect([...stack.resources.values()].every((one) => one.status === 'CREATE_COMPLETE')).toBe(true);
    expect(stack.outputs.find((one) => one.key === 'ProductionUrl')?.value).toMatch(/^https?:\/\/[^/]+/);
  });

  test('its release is found in the template and described in the deployed parameter', async () => {
    const [release] = releasesIn([{ name: 'Example', template }]);
    const { aws, clock, descriptor: read } = await deployedExample(template);
    const descriptor = await read();
    await clock.run(aws.stop());

    expect(release?.path).toBe(descriptor.path);
    expect(descriptor.productionListener).toMatch(/^arn:aws:elasticloadbalancing:.*:listener\/app\//);
    expect(JSON.parse(descriptor.appSpec).Resources).toHaveLength(1);
  });

  test('is deleted without anything left behind', async () => {
    const { aws, clock, cloudFormation } = await deployedExample(template);

    await cloudFormation.DeleteStack({ StackName: 'Example' });
    const stack = await clock.run(aws.cloudFormation.settled('Example'));
    await clock.run(aws.stop());

    expect(stack.events.filter((one) => one.ResourceStatus === 'DELETE_FAILED')).toEqual([]);
    expect(stack.status).toBe('DELETE_COMPLETE');
    expect(aws.iam.state.roles.size).toBe(0);
    expect(aws.elbv2.state.loadBalancers.size).toBe(0);
  });
});
