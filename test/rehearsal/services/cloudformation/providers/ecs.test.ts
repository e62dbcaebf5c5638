import type { Service } from '@aws-sdk/client-ecs';
import { AwsError } from '../../../../../rehearsal/aws-error';
import { fakeService, localStacks, template } from '../local-stacks';

const REFUSAL = 'Unable to update task definition on services with a CODE_DEPLOY deployment controller.';
const STEADY: Service = { desiredCount: 2, runningCount: 2, pendingCount: 0 };

function service(DesiredCount: number) {
  return template({
    Orders: {
      Type: 'AWS::ECS::Service',
      Properties: {
        Cluster: 'shop',
        DesiredCount,
        TaskDefinition: 'orders',
        DeploymentController: { Type: 'CODE_DEPLOY' },
      },
    },
  });
}

/** A stack with a service, which ECS describes as `seen` tells, look after look. */
async function created(seen: readonly Service[], switches: Record<string, string> = {}) {
  const world = localStacks(undefined, {}, switches);
  const looks = [...seen];
  const ecs = world.cloud.add(
    fakeService('ecs', {
      CreateService: () => ({ service: { serviceArn: 'arn:orders' } }),
      DescribeServices: () => ({ services: [looks.length > 1 ? looks.shift() : looks[0]] }),
      UpdateService: (input: { taskDefinition?: string }) => {
        if (input.taskDefinition) throw new AwsError('InvalidParameterException', REFUSAL);
      },
      DeleteService: () => ({}),
    }),
  );
  await world.client.CreateStack({ StackName: 'Shop', TemplateBody: service(2) });
  return { ...world, ecs, stack: await world.settled('Shop') };
}

describe('an ECS service in a stack', () => {
  test('holds the stack until it is steady', async () => {
    const starting: Service = { ...STEADY, runningCount: 1, pendingCount: 1 };
    const stabilising: Service = { ...STEADY, taskSets: [{ stabilityStatus: 'STABILIZING' }] };
    const { ecs, stack } = await created([starting, stabilising, STEADY]);

    expect(stack.status).toBe('CREATE_COMPLETE');
    expect(ecs.asked.map((one) => one.operation)).toEqual(['CreateService', ...Array(3).fill('DescribeServices')]);
    expect(ecs.asked[0]?.input).toMatchObject({
      cluster: 'shop',
      deploymentController: { type: 'CODE_DEPLOY' },
      serviceName: expect.stringMatching(/^Shop-Orders-[0-9A-F]{12}$/),
    });
  });

  test('that never becomes steady fails the stack, with what ECS says, and is deleted', async () => {
    const { ecs, stack } = await created([
      { ...STEADY, runningCount: 0, events: [{ message: 'no capacity', id: '1', createdAt: new Date(0) }] },
    ]);

    expect(stack.status).toBe('ROLLBACK_COMPLETE');
    expect(stack.events.find((one) => one.ResourceStatus === 'CREATE_FAILED')?.ResourceStatusReason).toContain(
      'Exceeded attempts to wait: after 30 minutes 0 of 2 tasks of the service run and are healthy; ECS says: no capacity',
    );
    expect(ecs.asked.at(-1)).toEqual({
      operation: 'DeleteService',
      input: { cluster: 'shop', service: 'arn:orders', force: true },
    });
  });

  test.each([
    ['sends-everything', 'UPDATE_ROLLBACK_COMPLETE'],
    ['sends-changes', 'UPDATE_COMPLETE'],
  ])('under CODE_DEPLOY, another desired count: switch %s', async (value, status) => {
    const { client, settled } = await created([STEADY], { 'cloudformation.ecs-service-update': value });

    await client.UpdateStack({ StackName: 'Shop', TemplateBody: service(3) });

    expect((await settled('Shop')).status).toBe(status);
  });
});
