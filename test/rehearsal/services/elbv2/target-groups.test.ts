import { blueGreen, localElbv2, targetGroup } from './setting';

describe('target group', () => {
  test.each([
    ['HealthCheckIntervalSeconds', 4, 'between 5 and 300'],
    ['HealthCheckIntervalSeconds', 301, 'between 5 and 300'],
    ['HealthCheckTimeoutSeconds', 1, 'between 2 and 120'],
    ['HealthCheckTimeoutSeconds', 10, "must be smaller than the interval '10'"],
    ['HealthyThresholdCount', 1, 'between 2 and 10'],
    ['HealthyThresholdCount', 11, 'between 2 and 10'],
    ['UnhealthyThresholdCount', 1, 'between 2 and 10'],
    ['Port', 0, 'between 1 and 65535'],
    ['HealthCheckPath', 'health', "must begin with a '/'"],
    ['Matcher', { HttpCode: '200-599' }, "'200-499'"],
    ['Name', '-blue', "cannot begin or end with '-'"],
  ])('refuses %s %p', async (key, value, message) => {
    await expect(targetGroup(localElbv2(), 'blue', { [key]: value })).rejects.toThrow(message);
  });

  test.each([
    ['user-guide', 'HTTP', 5],
    ['api-reference', 'HTTP', 6],
    ['api-reference', 'HTTPS', 10],
  ])('default health-check time-out by the %s, %s: %p seconds', async (chosen, HealthCheckProtocol, expected) => {
    const setting = localElbv2({ 'elbv2.defaultHealthCheckTimeout': chosen });
    await targetGroup(setting, 'blue', {
      HealthCheckProtocol,
      HealthCheckTimeoutSeconds: undefined,
      HealthCheckIntervalSeconds: undefined,
    });

    const { TargetGroups } = await setting.client.DescribeTargetGroups({ Names: ['blue'] });

    expect(TargetGroups?.[0]).toMatchObject({ HealthCheckTimeoutSeconds: expected, HealthCheckIntervalSeconds: 30 });
  });

  test('creating it again is the same group; with other settings it is refused', async () => {
    const setting = localElbv2();

    expect(await targetGroup(setting, 'blue')).toBe(await targetGroup(setting, 'blue'));
    await expect(targetGroup(setting, 'blue', { Port: 81 })).rejects.toMatchObject({
      code: 'DuplicateTargetGroupName',
    });
  });

  test('names the load balancer that uses it', async () => {
    const setting = localElbv2();
    const { web, green } = await blueGreen(setting);
    await targetGroup(setting, 'alone');

    const { TargetGroups } = await setting.client.DescribeTargetGroups({});

    expect(TargetGroups?.map((one) => one.LoadBalancerArns)).toEqual([[web], [web], []]);
    const used = await setting.client.DescribeTargetGroups({ LoadBalancerArn: web });
    expect(used.TargetGroups?.map((one) => one.TargetGroupArn)).toContain(green);
    expect(used.TargetGroups).toHaveLength(2);
  });

  test('modifying it replaces only what is given', async () => {
    const setting = localElbv2();
    const TargetGroupArn = await targetGroup(setting, 'blue');

    const { TargetGroups } = await setting.client.ModifyTargetGroup({ TargetGroupArn, HealthCheckPath: '/ready' });

    expect(TargetGroups?.[0]).toMatchObject({ HealthCheckPath: '/ready', HealthyThresholdCount: 3 });
  });

  test.each([
    ['slow_start.duration_seconds', '29'],
    ['slow_start.duration_seconds', '901'],
    ['deregistration_delay.timeout_seconds', '3601'],
    ['stickiness.lb_cookie.duration_seconds', '0'],
    ['no.such.attribute', '1'],
  ])('refuses the attribute %s = %s', async (Key, Value) => {
    const setting = localElbv2();
    const TargetGroupArn = await targetGroup(setting, 'blue');

    await expect(
      setting.client.ModifyTargetGroupAttributes({ TargetGroupArn, Attributes: [{ Key, Value }] }),
    ).rejects.toMatchObject({ code: 'ValidationError' });
  });

  test('slow start does not go with least outstanding requests', async () => {
    const setting = localElbv2();
    const TargetGroupArn = await targetGroup(setting, 'blue');

    await expect(
      setting.client.ModifyTargetGroupAttributes({
        TargetGroupArn,
        Attributes: [
          { Key: 'slow_start.duration_seconds', Value: '30' },
          { Key: 'load_balancing.algorithm.type', Value: 'least_outstanding_requests' },
        ],
      }),
    ).rejects.toMatchObject({ code: 'InvalidConfigurationRequest' });
  });

  test('tags are kept, replaced and removed by key', async () => {
    const setting = localElbv2();
    const arn = await targetGroup(setting, 'blue', { Tags: [{ Key: 'a', Value: '1' }] });

    await setting.client.AddTags({
      ResourceArns: [arn],
      Tags: [
        { Key: 'a', Value: '2' },
        { Key: 'b', Value: '3' },
      ],
    });
    await setting.client.RemoveTags({ ResourceArns: [arn], TagKeys: ['b'] });

    const { TagDescriptions } = await setting.client.DescribeTags({ ResourceArns: [arn] });
    expect(TagDescriptions).toEqual([{ ResourceArn: arn, Tags: [{ Key: 'a', Value: '2' }] }]);
  });
});
