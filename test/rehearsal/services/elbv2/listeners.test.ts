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

describe('listener', () => {
  test('ModifyListener replaces only what is given, the actions as a whole', async () => {
    const setting = localElbv2();
    const { green, production } = await blueGreen(setting);

    await setting.client.ModifyListener({ ListenerArn: production, DefaultActions: [forward([green, 7])] });
    await setting.client.ModifyListener({ ListenerArn: production, Port: 8080 });

    const { Listeners } = await setting.client.DescribeListeners({ ListenerArns: [production] });
    expect(Listeners?.[0]).toMatchObject({ Port: 8080, Protocol: 'HTTP' });
    expect([...setting.elbv2.weights(production)]).toEqual([[green, 7]]);
  });

  test('a refused change changes nothing', async () => {
    const setting = localElbv2();
    const { production } = await blueGreen(setting);

    await setting.client
      .ModifyListener({ ListenerArn: production, Port: 8080, DefaultActions: [forward(['arn:nowhere'])] })
      .catch(() => {});

    const { Listeners } = await setting.client.DescribeListeners({ ListenerArns: [production] });
    expect(Listeners?.[0].Port).toBe(80);
  });

  test('two cannot have the same port', async () => {
    const setting = localElbv2();
    const { web, blue } = await blueGreen(setting);

    await expect(listener(setting, web, forward([blue]), 80)).rejects.toMatchObject({ code: 'DuplicateListener' });
  });

  test('HTTPS needs a certificate', async () => {
    const setting = localElbv2();
    const { web, blue } = await blueGreen(setting);
    const create = (Certificates?: { CertificateArn: string }[]) =>
      setting.client.CreateListener({
        LoadBalancerArn: web,
        Protocol: 'HTTPS',
        Port: 443,
        DefaultActions: [forward([blue])],
        Certificates,
      });

    await expect(create()).rejects.toMatchObject({ code: 'CertificateNotFound' });
    const { Listeners } = await create([{ CertificateArn: 'arn:cert' }]);
    await setting.client.AddListenerCertificates({
      ListenerArn: Listeners?.[0].ListenerArn,
      Certificates: [{ CertificateArn: 'arn:more' }],
    });

    const { Certificates } = await setting.client.DescribeListenerCertificates({
      ListenerArn: Listeners?.[0].ListenerArn,
    });
    expect(Certificates).toEqual([
      { CertificateArn: 'arn:cert', IsDefault: true },
      { CertificateArn: 'arn:more', IsDefault: false },
    ]);
  });

  test('its ARN names load balancer and listener, and is the same in every run', async () => {
    const [one, two] = [localElbv2(), localElbv2()];
    const [first, second] = [await blueGreen(one), await blueGreen(two)];

    expect(first.production).toMatch(
      /^arn:aws:elasticloadbalancing:us-east-1:123456789012:listener\/app\/web\/[0-9a-f]{16}\/[0-9a-f]{16}$/,
    );
    expect(first.blue).toMatch(/:targetgroup\/blue\/[0-9a-f]{16}$/);
    expect(second).toEqual(first);
  });
});

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
