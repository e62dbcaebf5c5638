import { decide, type Facts, type Leads } from '../../../lambda/live-state/decide';

const BASE: Facts = { construct: 'Shop/Orders', request: 'Update', isReversed: false, start: { blue: 100, green: 0 } };
const GREEN_LIVE: Leads = { kind: 'to-pair', blue: 0, green: 100 };
const ABSENT: Leads = { kind: 'absent' };
const PAGE: Leads = { kind: 'elsewhere', what: 'a fixed response 503' };

function data(facts: Partial<Facts>) {
  const decision = decide({ ...BASE, ...facts });
  if (decision.kind === 'refuse') throw new Error(decision.reason);
  return decision.data;
}

function refusal(facts: Partial<Facts>): string {
  const decision = decide({ ...BASE, ...facts });
  return decision.kind === 'refuse' ? decision.reason : `answered ${JSON.stringify(decision.data)}`;
}

describe('the weights that CloudFormation writes', () => {
  test.each<[string, Partial<Facts>, [number, number]]>([
    ['blue, of what is new', { request: 'Create', production: ABSENT }, [100, 0]],
    ['blue, of a listener that leads to the pair from now on', { request: 'Create', production: PAGE }, [100, 0]],
    ['what is live, of what was there before this package', { request: 'Create', production: GREEN_LIVE }, [0, 100]],
    ['what is live', { production: GREEN_LIVE }, [0, 100]],
    ['what is live, on whatever scale', { production: { kind: 'to-pair', blue: 3, green: 7 } }, [3, 7]],
    ['blue, of what was deleted by hand', { production: ABSENT }, [100, 0]],
    [
      'what is live at that moment, on the way back, though a release runs',
      { production: { kind: 'to-pair', blue: 90, green: 10 }, running: 'release d-1', isReversed: true },
      [90, 10],
    ],
  ])('are %s', (_name, facts, [BlueWeight, GreenWeight]) => {
    expect(data(facts)).toEqual({ BlueWeight, GreenWeight });
  });
});

describe('an update is refused', () => {
  test('while a release runs', () => {
    expect(refusal({ production: GREEN_LIVE, running: 'release d-1' })).toMatch(
      /^release d-1 of Shop\/Orders is running.*stop it, then deploy again$/,
    );
  });

  test('when production leads to neither colour, because it would end that', () => {
    expect(refusal({ production: PAGE })).toMatch(/leads to a fixed response 503 and to neither colour/);
  });

  test('when a record is in the way of ours, but not on the way back', () => {
    const production: Leads = { kind: 'taken', what: 'zone Z1 has a simple A record' };
    expect(refusal({ production, request: 'Create' })).toMatch(
      /^Shop\/Orders cannot have its two records: zone Z1 has a simple A record; remove that, or turn it into/,
    );
    expect(data({ production, isReversed: true })).toEqual({ BlueWeight: 100, GreenWeight: 0 });
  });

  test('when nobody has any weight', () => {
    expect(refusal({ production: { kind: 'to-pair', blue: 0, green: 0 } })).toMatch(/no weight on either colour/);
  });
});

describe('test traffic', () => {
  const groups = { blue: 'tg-blue', green: 'tg-green' };

  test.each<[string, Leads, Leads, string]>([
    ['stays where it is', GREEN_LIVE, { kind: 'to-pair', blue: 100, green: 0 }, 'tg-blue'],
    ['begins on blue', ABSENT, ABSENT, 'tg-blue'],
    ['begins on the live colour', GREEN_LIVE, ABSENT, 'tg-green'],
  ])('%s', (_name, production, leads, TestTargetGroup) => {
    expect(data({ production, test: { leads, ...groups } })).toMatchObject({ TestTargetGroup });
  });
});

describe('a group', () => {
  const template = { LogicalId: 'G', LaunchTemplate: 'lt-1', DefaultVersion: '1', MinSize: '3' };
  const live = { minSize: 0, launchTemplate: 'lt-1', version: '7' };

  test('that is new gets what the template says', () => {
    const groups = { blue: { template }, green: { template } };

    expect(data({ request: 'Create', production: ABSENT, groups })).toMatchObject({
      BlueMinSize: '3',
      GreenMinSize: '3',
      BlueVersion: '1',
      GreenVersion: '1',
    });
  });

  test("that is idle keeps its minimum, and a live one gets the template's; both keep their version", () => {
    const groups = { blue: { template, live }, green: { template, live: { ...live, minSize: 2, version: '8' } } };

    expect(data({ production: GREEN_LIVE, groups })).toMatchObject({
      BlueMinSize: '0',
      GreenMinSize: '3',
      BlueVersion: '7',
      GreenVersion: '8',
    });
  });

  test('keeps its minimum while both colours have traffic', () => {
    const groups = { blue: { template, live }, green: { template, live } };
    const production: Leads = { kind: 'to-pair', blue: 90, green: 10 };

    expect(data({ production, groups })).toMatchObject({ BlueMinSize: '0', GreenMinSize: '0' });
  });

  test('of another launch template gets the default version of that', () => {
    const groups = { blue: { template, live: { ...live, launchTemplate: 'lt-0' } }, green: { template, live } };

    expect(data({ production: GREEN_LIVE, groups })).toMatchObject({ BlueVersion: '1', GreenVersion: '7' });
  });
});
