import { blueGreen, forward, listener, localElbv2 } from './setting';

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
