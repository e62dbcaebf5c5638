import { blueGreen, localElbv2, type Setting, targetGroup } from './setting';

const TARGET = { Id: '10.0.0.1', Port: 8080 };

async function health({ client }: Setting, TargetGroupArn: string) {
  const { TargetHealthDescriptions } = await client.DescribeTargetHealth({ TargetGroupArn });
  return TargetHealthDescriptions?.map(({ TargetHealth: one }) => [one?.State, one?.Reason].filter(Boolean).join(' '));
}

describe('health of a target', () => {
  test('one passing check makes a new target healthy', async () => {
    const setting = localElbv2();
    const { blue } = await blueGreen(setting);

    await setting.client.RegisterTargets({ TargetGroupArn: blue, Targets: [TARGET] });
    const atFirst = await health(setting, blue);
    await setting.clock.advance(10_001);

    expect(atFirst).toEqual(['initial Elb.RegistrationInProgress']);
    expect(await health(setting, blue)).toEqual(['healthy']);
    expect(setting.elbv2.healthyTargets(blue)).toEqual(['10.0.0.1:8080']);
  });

  test('is checked with the settings of its group, once every interval', async () => {
    const setting = localElbv2();
    const { blue } = await blueGreen(setting);

    await setting.client.RegisterTargets({ TargetGroupArn: blue, Targets: [TARGET] });
    await setting.clock.advance(35_000);

    expect(setting.prober.asked.map((one) => one.at)).toEqual([10_000, 20_000, 30_000]);
    expect(setting.prober.asked[0]).toMatchObject({
      target: { host: '10.0.0.1', port: 8080 },
      protocol: 'HTTP',
      path: '/health',
      timeoutMs: 5000,
    });
  });

  test.each([
    [{ status: 500 }, 'unhealthy Target.ResponseCodeMismatch'],
    [{ error: 'timeout' as const }, 'unhealthy Target.Timeout'],
    [{ error: 'refused' as const }, 'unhealthy Target.FailedHealthChecks'],
  ])('%p twice in a row makes it %s', async (answer, expected) => {
    const setting = localElbv2();
    const { blue } = await blueGreen(setting);
    setting.prober.answer = () => answer;

    await setting.client.RegisterTargets({ TargetGroupArn: blue, Targets: [TARGET] });
    await setting.clock.advance(10_001);
    const afterOne = await health(setting, blue);
    await setting.clock.advance(10_000);

    expect(afterOne).toEqual(['initial Elb.InitialHealthChecking']);
    expect(await health(setting, blue)).toEqual([expected]);
  });

  test('an unhealthy target needs as many passes as the healthy threshold', async () => {
    const setting = localElbv2();
    const { blue } = await blueGreen(setting);
    setting.prober.answer = () => ({ status: 500 });
    await setting.client.RegisterTargets({ TargetGroupArn: blue, Targets: [TARGET] });
    await setting.clock.advance(20_001);

    setting.prober.answer = () => ({ status: 200 });
    await setting.clock.advance(20_000);
    const afterTwo = await health(setting, blue);
    await setting.clock.advance(10_000);

    expect(afterTwo).toEqual(['unhealthy Target.ResponseCodeMismatch']);
    expect(await health(setting, blue)).toEqual(['healthy']);
  });

  test('a slow answer does not delay the checks of other targets', async () => {
    const setting = localElbv2();
    const { blue } = await blueGreen(setting);
    setting.prober.answer = ({ target }) =>
      target.host === '10.0.0.1' ? setting.clock.sleep(25_000).then(() => ({ status: 200 })) : { status: 200 };

    await setting.client.RegisterTargets({ TargetGroupArn: blue, Targets: [TARGET, { Id: '10.0.0.2', Port: 8080 }] });
    await setting.clock.advance(10_001);

    expect(setting.elbv2.healthyTargets(blue)).toEqual(['10.0.0.2:8080']);
  });
});

describe('a group that no listener uses', () => {
  test('has unused targets, which are not checked', async () => {
    const setting = localElbv2();
    const alone = await targetGroup(setting, 'alone');

    await setting.client.RegisterTargets({ TargetGroupArn: alone, Targets: [TARGET] });
    await setting.clock.advance(60_000);

    expect(await health(setting, alone)).toEqual(['unused Target.NotInUse']);
    expect(setting.prober.asked).toEqual([]);
  });

  test('a weight of 0 is a use', async () => {
    const setting = localElbv2();
    const { green } = await blueGreen(setting);

    await setting.client.RegisterTargets({ TargetGroupArn: green, Targets: [TARGET] });
    await setting.clock.advance(10_001);

    expect(await health(setting, green)).toEqual(['healthy']);
  });

  test('is checked from the beginning once a listener uses it', async () => {
    const setting = localElbv2();
    const { production } = await blueGreen(setting);
    const alone = await targetGroup(setting, 'alone');
    await setting.client.RegisterTargets({ TargetGroupArn: alone, Targets: [TARGET] });

    await setting.client.ModifyListener({
      ListenerArn: production,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: alone }],
    });
    const atFirst = await health(setting, alone);
    await setting.clock.advance(10_001);

    expect(atFirst).toEqual(['initial Elb.RegistrationInProgress']);
    expect(await health(setting, alone)).toEqual(['healthy']);
  });
});

describe('deregistration', () => {
  test('drains for the deregistration delay, without checks, then the target is gone', async () => {
    const setting = localElbv2();
    const { blue } = await blueGreen(setting);
    await setting.client.ModifyTargetGroupAttributes({
      TargetGroupArn: blue,
      Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '30' }],
    });
    await setting.client.RegisterTargets({ TargetGroupArn: blue, Targets: [TARGET] });
    await setting.clock.advance(15_000);

    await setting.client.DeregisterTargets({ TargetGroupArn: blue, Targets: [TARGET] });
    const checks = setting.prober.asked.length;
    await setting.clock.advance(29_999);
    const draining = await health(setting, blue);
    await setting.clock.advance(2);

    expect(draining).toEqual(['draining Target.DeregistrationInProgress']);
    expect(setting.prober.asked).toHaveLength(checks);
    expect(await health(setting, blue)).toEqual([]);
  });

  test('a target that was asked for and is gone reads unused', async () => {
    const setting = localElbv2();
    const { blue } = await blueGreen(setting);

    const { TargetHealthDescriptions } = await setting.client.DescribeTargetHealth({
      TargetGroupArn: blue,
      Targets: [TARGET],
    });

    expect(TargetHealthDescriptions?.[0].TargetHealth).toMatchObject({
      State: 'unused',
      Reason: 'Target.NotRegistered',
    });
  });

  test('registering a draining target takes it back', async () => {
    const setting = localElbv2();
    const { blue } = await blueGreen(setting);
    await setting.client.RegisterTargets({ TargetGroupArn: blue, Targets: [TARGET] });
    await setting.client.DeregisterTargets({ TargetGroupArn: blue, Targets: [TARGET] });

    await setting.client.RegisterTargets({ TargetGroupArn: blue, Targets: [TARGET] });
    await setting.clock.advance(400_000);

    expect(await health(setting, blue)).toEqual(['healthy']);
  });

  test('fails for a target that is not there', async () => {
    const setting = localElbv2();
    const { blue } = await blueGreen(setting);

    await expect(setting.client.DeregisterTargets({ TargetGroupArn: blue, Targets: [TARGET] })).rejects.toMatchObject({
      code: 'InvalidTarget',
    });
  });
});

describe('time', () => {
  test('nothing sleeps when nothing is registered', async () => {
    const setting = localElbv2();
    await blueGreen(setting);

    await expect(setting.clock.run(new Promise(() => {}))).rejects.toThrow('virtual time stands still');
  });

  test('nothing sleeps once the service is stopped', async () => {
    const setting = localElbv2();
    const { blue } = await blueGreen(setting);
    await setting.client.RegisterTargets({ TargetGroupArn: blue, Targets: [TARGET] });

    setting.elbv2.stop();

    await expect(setting.clock.run(new Promise(() => {}))).rejects.toThrow('virtual time stands still');
    expect(setting.prober.asked).toEqual([]);
  });

  test('tells of a change of health only when there is one', async () => {
    const setting = localElbv2();
    const { blue } = await blueGreen(setting);
    await setting.client.RegisterTargets({ TargetGroupArn: blue, Targets: [TARGET] });
    const told: number[] = [];
    setting.elbv2.onChange(() => told.push(setting.clock.now()));

    await setting.clock.advance(100_000);

    expect(told).toEqual([10_000]);
  });

  test("at the switch's other value the first check comes at once", async () => {
    const setting = localElbv2({ 'elbv2.firstHealthCheck': 'at-once' });
    const { blue } = await blueGreen(setting);
    await setting.client.RegisterTargets({ TargetGroupArn: blue, Targets: [TARGET] });

    await setting.clock.advance(1001);

    expect(await health(setting, blue)).toEqual(['healthy']);
  });
});
