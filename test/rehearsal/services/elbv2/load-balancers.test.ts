import { blueGreen, loadBalancer, localElbv2 } from './setting';

describe('load balancer', () => {
  test('has a DNS name of this computer; internal ones say so', async () => {
    const setting = localElbv2();
    await loadBalancer(setting, 'open');
    await setting.client.CreateLoadBalancer({ Name: 'closed', Subnets: ['subnet-1'], Scheme: 'internal' });

    const { LoadBalancers } = await setting.client.DescribeLoadBalancers({});

    expect(LoadBalancers?.[0].DNSName).toMatch(/^open-\d+\.us-east-1\.elb\.localhost$/);
    expect(LoadBalancers?.[1].DNSName).toMatch(/^internal-closed-\d+\.us-east-1\.elb\.localhost$/);
  });

  test('creating it again with the same settings answers the same one', async () => {
    const setting = localElbv2();

    expect(await loadBalancer(setting)).toBe(await loadBalancer(setting));
    await expect(
      setting.client.CreateLoadBalancer({ Name: 'web', Subnets: ['subnet-1'], Scheme: 'internal' }),
    ).rejects.toMatchObject({ code: 'DuplicateLoadBalancerName' });
  });

  test('takes its listeners and rules along, unless it is protected', async () => {
    const setting = localElbv2();
    const { web, blue, production } = await blueGreen(setting);
    const protect = (Value: string) =>
      setting.client.ModifyLoadBalancerAttributes({
        LoadBalancerArn: web,
        Attributes: [{ Key: 'deletion_protection.enabled', Value }],
      });

    await protect('true');
    await expect(setting.client.DeleteLoadBalancer({ LoadBalancerArn: web })).rejects.toMatchObject({
      code: 'OperationNotPermitted',
    });
    await protect('false');
    await setting.client.DeleteLoadBalancer({ LoadBalancerArn: web });

    await expect(setting.client.DescribeListeners({ ListenerArns: [production] })).rejects.toMatchObject({
      code: 'ListenerNotFound',
    });
    await expect(setting.client.DeleteTargetGroup({ TargetGroupArn: blue })).resolves.toEqual({});
  });
});
