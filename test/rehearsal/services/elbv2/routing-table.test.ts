import { unroutableRules } from '../../../../rehearsal/services/elbv2/routing-table';
import { blueGreen, forward, listener, localElbv2 } from './setting';

describe('routing table', () => {
  test('has the weights of the listener and the health of the targets', async () => {
    const setting = localElbv2();
    const { blue, green, production } = await blueGreen(setting);
    await setting.client.RegisterTargets({ TargetGroupArn: blue, Targets: [{ Id: '10.0.0.1', Port: 8080 }] });
    await setting.clock.advance(10_001);
    await setting.client.RegisterTargets({ TargetGroupArn: green, Targets: [{ Id: '10.0.0.2', Port: 8080 }] });

    const table = setting.elbv2.routingTable();

    expect(table.listeners).toEqual([
      {
        listenerArn: production,
        loadBalancer: expect.stringContaining(':loadbalancer/app/web/'),
        port: 80,
        protocol: 'HTTP',
        idleTimeoutSeconds: 60,
        rules: [],
        defaultAction: {
          kind: 'forward',
          groups: [
            { groupArn: blue, weight: 1 },
            { groupArn: green, weight: 0 },
          ],
        },
      },
    ]);
    expect(table.groups.map((one) => one.targets)).toEqual([
      [{ id: '10.0.0.1:8080', host: '10.0.0.1', port: 8080, state: 'healthy' }],
      [{ id: '10.0.0.2:8080', host: '10.0.0.2', port: 8080, state: 'initial' }],
    ]);
  });

  test('is told to be old at every change, once', async () => {
    const setting = localElbv2();
    const { blue, green, production } = await blueGreen(setting);
    let told = 0;
    setting.elbv2.onChange(() => told++);

    await setting.client.ModifyListener({ ListenerArn: production, DefaultActions: [forward([blue, 1], [green, 1])] });
    await setting.client.DescribeListeners({ ListenerArns: [production] });
    await setting.client.RegisterTargets({ TargetGroupArn: blue, Targets: [{ Id: '10.0.0.1' }] });

    expect(told).toBe(2);
  });

  test('has rules by priority, redirects and fixed responses', async () => {
    const setting = localElbv2();
    const { web, production } = await blueGreen(setting);
    await listener(
      setting,
      web,
      { Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', StatusCode: 'HTTP_301' } },
      81,
    );
    await setting.client.CreateRule({
      ListenerArn: production,
      Priority: 5,
      Conditions: [{ Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'x-test', Values: ['yes'] } }],
      Actions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404', MessageBody: 'no' } }],
    });

    const [first, second] = setting.elbv2.routingTable().listeners;

    expect(first.rules).toEqual([
      {
        priority: 5,
        conditions: [{ field: 'http-header', name: 'x-test', values: ['yes'] }],
        action: { kind: 'fixed-response', statusCode: 404, contentType: undefined, body: 'no' },
      },
    ]);
    expect(second.defaultAction).toMatchObject({
      kind: 'redirect',
      statusCode: 301,
      protocol: 'HTTPS',
      host: '#{host}',
    });
  });

  test('leaves out rules that the data plane cannot ask, and names them', async () => {
    const setting = localElbv2();
    const { production, blue } = await blueGreen(setting);
    const { Rules } = await setting.client.CreateRule({
      ListenerArn: production,
      Priority: 5,
      Conditions: [{ Field: 'source-ip', SourceIpConfig: { Values: ['10.0.0.0/8'] } }],
      Actions: [forward([blue])],
    });

    expect(setting.elbv2.routingTable().listeners[0].rules).toEqual([]);
    expect(unroutableRules(setting.elbv2.state)).toEqual([Rules?.[0].RuleArn]);
  });

  test('has slow start only for targets that joined others', async () => {
    const setting = localElbv2();
    const { blue } = await blueGreen(setting);
    await setting.client.ModifyTargetGroupAttributes({
      TargetGroupArn: blue,
      Attributes: [{ Key: 'slow_start.duration_seconds', Value: '30' }],
    });
    await setting.client.RegisterTargets({ TargetGroupArn: blue, Targets: [{ Id: '10.0.0.1' }, { Id: '10.0.0.2' }] });
    await setting.client.RegisterTargets({ TargetGroupArn: blue, Targets: [{ Id: '10.0.0.3' }] });
    await setting.clock.advance(10_001);

    const [group] = setting.elbv2.routingTable().groups;

    expect(group.slowStartSeconds).toBe(30);
    expect(group.targets.map((one) => one.slowStartFrom)).toEqual([undefined, undefined, 10_000]);
  });

  test('has the stickiness of groups and targets', async () => {
    const setting = localElbv2();
    const { blue, production } = await blueGreen(setting);
    await setting.client.ModifyListener({
      ListenerArn: production,
      DefaultActions: [
        {
          Type: 'forward',
          ForwardConfig: {
            TargetGroups: [{ TargetGroupArn: blue }],
            TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 60 },
          },
        },
      ],
    });
    await setting.client.ModifyTargetGroupAttributes({
      TargetGroupArn: blue,
      Attributes: [
        { Key: 'stickiness.enabled', Value: 'true' },
        { Key: 'stickiness.lb_cookie.duration_seconds', Value: '120' },
      ],
    });

    const { listeners, groups } = setting.elbv2.routingTable();

    expect(listeners[0].defaultAction).toMatchObject({ groupStickiness: { enabled: true, durationSeconds: 60 } });
    expect(groups[0].targetStickiness).toEqual({ enabled: true, durationSeconds: 120 });
  });
});
