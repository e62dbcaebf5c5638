import { blueGreen, forward, localElbv2, type Setting } from './setting';

const PATH = [{ Field: 'path-pattern', Values: ['/api/*'] }];

async function rule({ client }: Setting, ListenerArn: string, group: string, Priority: number): Promise<string> {
  const { Rules } = await client.CreateRule({ ListenerArn, Priority, Conditions: PATH, Actions: [forward([group])] });
  return Rules?.[0].RuleArn ?? '';
}

async function priorities({ client }: Setting, ListenerArn: string) {
  const { Rules } = await client.DescribeRules({ ListenerArn });
  return Rules?.map((one) => [one.RuleArn, one.Priority]);
}

describe('rules', () => {
  test('are described by priority, the default rule last', async () => {
    const setting = localElbv2();
    const { production, blue } = await blueGreen(setting);

    const late = await rule(setting, production, blue, 20);
    const early = await rule(setting, production, blue, 3);

    const { Rules } = await setting.client.DescribeRules({ ListenerArn: production });
    expect(Rules?.map((one) => one.Priority)).toEqual(['3', '20', 'default']);
    expect(Rules?.slice(0, 2).map((one) => one.RuleArn)).toEqual([early, late]);
    expect(Rules?.[2].IsDefault).toBe(true);
  });

  test('a condition given the short way reads back both ways', async () => {
    const setting = localElbv2();
    const { production, blue } = await blueGreen(setting);

    const arn = await rule(setting, production, blue, 1);

    const { Rules } = await setting.client.DescribeRules({ RuleArns: [arn] });
    expect(Rules?.[0].Conditions).toEqual([
      { Field: 'path-pattern', Values: ['/api/*'], PathPatternConfig: { Values: ['/api/*'] } },
    ]);
  });

  test('the default rule is changed and deleted by nobody but its listener', async () => {
    const setting = localElbv2();
    const { production, blue } = await blueGreen(setting);
    const { Rules } = await setting.client.DescribeRules({ ListenerArn: production });
    const RuleArn = Rules?.[0].RuleArn;

    await expect(setting.client.ModifyRule({ RuleArn, Actions: [forward([blue])] })).rejects.toMatchObject({
      code: 'OperationNotPermitted',
    });
    await expect(setting.client.DeleteRule({ RuleArn })).rejects.toMatchObject({ code: 'OperationNotPermitted' });
  });

  test('ModifyRule replaces only what is given', async () => {
    const setting = localElbv2();
    const { production, blue, green } = await blueGreen(setting);
    const RuleArn = await rule(setting, production, blue, 1);

    const { Rules } = await setting.client.ModifyRule({ RuleArn, Actions: [forward([blue, 90], [green, 10])] });

    expect(Rules?.[0].Conditions?.[0].Values).toEqual(['/api/*']);
    expect(Rules?.[0].Actions?.[0].ForwardConfig?.TargetGroups).toEqual([
      { TargetGroupArn: blue, Weight: 90 },
      { TargetGroupArn: green, Weight: 10 },
    ]);
  });

  test('a priority is taken once', async () => {
    const setting = localElbv2();
    const { production, blue } = await blueGreen(setting);
    await rule(setting, production, blue, 1);

    await expect(rule(setting, production, blue, 1)).rejects.toMatchObject({ code: 'PriorityInUse' });
  });

  test('two rules can swap their priorities in one call', async () => {
    const setting = localElbv2();
    const { production, blue } = await blueGreen(setting);
    const [first, second] = [await rule(setting, production, blue, 1), await rule(setting, production, blue, 2)];

    await setting.client.SetRulePriorities({
      RulePriorities: [
        { RuleArn: first, Priority: 2 },
        { RuleArn: second, Priority: 1 },
      ],
    });

    expect((await priorities(setting, production))?.slice(0, 2)).toEqual([
      [second, '1'],
      [first, '2'],
    ]);
  });

  test('moving one rule onto another is refused, and moves none', async () => {
    const setting = localElbv2();
    const { production, blue } = await blueGreen(setting);
    const [first, second, third] = [
      await rule(setting, production, blue, 1),
      await rule(setting, production, blue, 2),
      await rule(setting, production, blue, 3),
    ];
    const before = await priorities(setting, production);

    await expect(
      setting.client.SetRulePriorities({
        RulePriorities: [
          { RuleArn: first, Priority: 9 },
          { RuleArn: second, Priority: 3 },
        ],
      }),
    ).rejects.toMatchObject({ code: 'PriorityInUse' });

    expect(await priorities(setting, production)).toEqual(before);
    expect(third).not.toBe(second);
  });

  test('more than five condition values are refused', async () => {
    const setting = localElbv2();
    const { production, blue } = await blueGreen(setting);

    await expect(
      setting.client.CreateRule({
        ListenerArn: production,
        Priority: 1,
        Conditions: [{ Field: 'host-header', Values: ['a', 'b', 'c', 'd', 'e', 'f'] }],
        Actions: [forward([blue])],
      }),
    ).rejects.toMatchObject({ code: 'ValidationError' });
  });

  test('a group is in use while a rule forwards to it', async () => {
    const setting = localElbv2();
    const { production, blue, green } = await blueGreen(setting);
    await setting.client.ModifyListener({ ListenerArn: production, DefaultActions: [forward([blue])] });
    const RuleArn = await rule(setting, production, green, 1);

    await expect(setting.client.DeleteTargetGroup({ TargetGroupArn: green })).rejects.toMatchObject({
      code: 'ResourceInUse',
    });
    await setting.client.DeleteRule({ RuleArn });

    await expect(setting.client.DeleteTargetGroup({ TargetGroupArn: green })).resolves.toEqual({});
  });
});
