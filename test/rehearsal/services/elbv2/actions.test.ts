import { blueGreen, forward, listener, loadBalancer, localElbv2, targetGroup } from './setting';

describe('forward action', () => {
  test('to one group reads back with TargetGroupArn and ForwardConfig, however it was sent', async () => {
    const setting = localElbv2();
    const web = await loadBalancer(setting);
    const blue = await targetGroup(setting, 'blue');
    const expected = {
      Type: 'forward',
      TargetGroupArn: blue,
      ForwardConfig: {
        TargetGroups: [{ TargetGroupArn: blue, Weight: 1 }],
        TargetGroupStickinessConfig: { Enabled: false },
      },
    };

    const short = await listener(setting, web, { Type: 'forward', TargetGroupArn: blue }, 80);
    const long = await listener(setting, web, forward([blue]), 81);

    const { Listeners } = await setting.client.DescribeListeners({ ListenerArns: [short, long] });
    expect(Listeners?.map((one) => one.DefaultActions)).toEqual([[expected], [expected]]);
  });

  test('to two groups reads back without TargetGroupArn', async () => {
    const setting = localElbv2();
    const { blue, green, production } = await blueGreen(setting);

    const { Listeners } = await setting.client.DescribeListeners({ ListenerArns: [production] });

    expect(Listeners?.[0].DefaultActions).toEqual([
      {
        Type: 'forward',
        ForwardConfig: {
          TargetGroups: [
            { TargetGroupArn: blue, Weight: 1 },
            { TargetGroupArn: green, Weight: 0 },
          ],
          TargetGroupStickinessConfig: { Enabled: false },
        },
      },
    ]);
  });

  test('takes TargetGroupArn and ForwardConfig together only when they agree', async () => {
    const setting = localElbv2();
    const { blue, green, production } = await blueGreen(setting);
    const put = (TargetGroupArn: string) =>
      setting.client.ModifyListener({
        ListenerArn: production,
        DefaultActions: [{ ...forward([blue, 5]), TargetGroupArn }],
      });

    await expect(put(green)).rejects.toThrow('ForwardConfig must have the same target group and no other');
    await put(blue);

    expect([...setting.elbv2.weights(production)]).toEqual([[blue, 5]]);
  });

  test.each([-1, 1000, 0.5])('refuses the weight %p', async (weight) => {
    const setting = localElbv2();
    const { blue, green, production } = await blueGreen(setting);

    await expect(
      setting.client.ModifyListener({
        ListenerArn: production,
        DefaultActions: [forward([blue, weight], [green, 1])],
      }),
    ).rejects.toMatchObject({ code: 'ValidationError' });
    expect([...setting.elbv2.weights(production).values()]).toEqual([1, 0]);
  });

  test('takes five groups, not six', async () => {
    const setting = localElbv2();
    const { production } = await blueGreen(setting);
    const groups = await Promise.all([1, 2, 3, 4, 5, 6].map((number) => targetGroup(setting, `group-${number}`)));
    const put = (arns: string[]) =>
      setting.client.ModifyListener({
        ListenerArn: production,
        DefaultActions: [forward(...arns.map((arn): [string, number] => [arn, 999]))],
      });

    await expect(put(groups)).rejects.toThrow('up to 5 target groups, got 6');
    await put(groups.slice(1));

    expect(setting.elbv2.weights(production).size).toBe(5);
  });

  test('refuses a group that is not there', async () => {
    const setting = localElbv2();
    const { production } = await blueGreen(setting);

    await expect(
      setting.client.ModifyListener({ ListenerArn: production, DefaultActions: [forward(['arn:nowhere'])] }),
    ).rejects.toMatchObject({ code: 'TargetGroupNotFound' });
  });

  test('refuses a group that serves another load balancer', async () => {
    const setting = localElbv2();
    const { blue } = await blueGreen(setting);
    const other = await loadBalancer(setting, 'other');

    await expect(listener(setting, other, forward([blue]))).rejects.toMatchObject({
      code: 'TargetGroupAssociationLimit',
    });
  });
});

describe('stickiness', () => {
  const sticky = [{ Key: 'stickiness.enabled', Value: 'true' }];

  test('of a target needs stickiness of the group where several groups are forwarded to', async () => {
    const setting = localElbv2();
    const { blue, green, production } = await blueGreen(setting);
    const makeSticky = () => setting.client.ModifyTargetGroupAttributes({ TargetGroupArn: blue, Attributes: sticky });
    const action = forward([blue, 1], [green, 0]);

    await expect(makeSticky()).rejects.toMatchObject({
      code: 'InvalidConfigurationRequest',
      message: expect.stringContaining('You must enable group stickiness before enabling target stickiness'),
    });
    await setting.client.ModifyListener({
      ListenerArn: production,
      DefaultActions: [
        {
          ...action,
          ForwardConfig: {
            ...action.ForwardConfig,
            TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 60 },
          },
        },
      ],
    });
    await makeSticky();

    await expect(
      setting.client.ModifyListener({ ListenerArn: production, DefaultActions: [action] }),
    ).rejects.toMatchObject({ code: 'InvalidConfigurationRequest' });
  });

  test('of a group needs its duration', async () => {
    const setting = localElbv2();
    const { blue, production } = await blueGreen(setting);
    const put = (config: object) =>
      setting.client.ModifyListener({
        ListenerArn: production,
        DefaultActions: [
          {
            Type: 'forward',
            ForwardConfig: { TargetGroups: [{ TargetGroupArn: blue }], TargetGroupStickinessConfig: config },
          },
        ],
      });

    await expect(put({ Enabled: true })).rejects.toThrow('duration must be between 1 and 604800 seconds');
    await expect(put({ Enabled: true, DurationSeconds: 604801 })).rejects.toThrow('between 1 and 604800');
    await expect(put({ Enabled: true, DurationSeconds: 604800 })).resolves.toBeDefined();
  });
});
