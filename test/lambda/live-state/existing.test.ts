import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  TargetGroupNotFoundException,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { mockClient } from 'aws-sdk-client-mock';
import { decide, type Facts, type Leads } from '../../../lambda/live-state/decide';
import type { LiveStateProperties } from '../../../lambda/live-state/environment';
import { readExisting } from '../../../lambda/live-state/existing';

const BASE: Facts = { construct: 'Shop/Orders', request: 'Update', isReversed: false, start: { blue: 100, green: 0 } };
const to = (blue: number, green: number): Leads => ({ kind: 'to-pair', blue, green });

describe('an update that takes an existing group, or leaves it', () => {
  test.each<[string, Partial<Facts>, RegExp | [number, number]]>([
    [
      'begins by a rule of its own',
      { request: 'Create', production: { kind: 'absent' }, existing: { healthyTargets: 2, isLeft: false } },
      [100, 0],
    ],
    [
      'begins on a listener that leads there already',
      { request: 'Create', production: to(100, 0), existing: { healthyTargets: 2, isLeft: false } },
      [100, 0],
    ],
    [
      'begins on a listener that leads elsewhere',
      {
        request: 'Create',
        production: { kind: 'elsewhere', what: 'other target groups' },
        existing: { healthyTargets: 2, isLeft: false },
      },
      /leads to other target groups, and this update would lead it to the existing target group; give the one/,
    ],
    [
      'begins with one that does not serve',
      { request: 'Create', production: { kind: 'absent' }, existing: { healthyTargets: 0, isLeft: false } },
      /has no healthy target, so users would be led to nobody/,
    ],
    [
      'begins with one that does not serve, and gets nothing, because green has all',
      { request: 'Create', production: to(0, 100), existing: { healthyTargets: 0, isLeft: false } },
      [0, 100],
    ],
    [
      'puts it in the place of a blue that serves',
      { production: to(100, 0), existing: { healthyTargets: 2, isLeft: false } },
      /leave 'existing' out, which is for the first deploy/,
    ],
    [
      'takes it again as a blue that does not',
      { production: to(0, 100), existing: { healthyTargets: 2, isLeft: false } },
      [0, 100],
    ],
    [
      'leaves it while it serves',
      { production: to(100, 0), existing: { isLeft: true } },
      /has production traffic.*release \(bluegreen release Shop\/Orders\).*then take 'existing' away$/,
    ],
    ['leaves it in the middle', { production: to(90, 10), existing: { isLeft: true } }, /has production traffic/],
    [
      'leaves it for another one',
      { production: to(1, 0), existing: { healthyTargets: 2, isLeft: true } },
      /production/,
    ],
    ['leaves it when green has all', { production: to(0, 100), existing: { isLeft: true } }, [0, 100]],
  ])('%s', (_, facts, expected) => {
    const decision = decide({ ...BASE, ...facts });

    if (expected instanceof RegExp) {
      expect(decision).toEqual({ kind: 'refuse', reason: expect.stringMatching(expected) });
    } else {
      const [BlueWeight, GreenWeight] = expected;
      expect(decision).toMatchObject({ kind: 'answer', data: { BlueWeight, GreenWeight } });
    }
  });

  test('answers for green alone what a group is to be', () => {
    const template = { LogicalId: 'G', LaunchTemplate: 'lt-1', DefaultVersion: '1', MinSize: '3' };
    const decision = decide({ ...BASE, production: to(100, 0), groups: { green: { template } } });

    expect(decision).toMatchObject({ kind: 'answer' });
    expect('data' in decision && Object.keys(decision.data).sort()).toEqual([
      'BlueWeight',
      'GreenMinSize',
      'GreenVersion',
      'GreenWeight',
    ]);
  });
});

describe('what is looked at', () => {
  const elb = mockClient(ElasticLoadBalancingV2Client);
  const client = new ElasticLoadBalancingV2Client({ region: 'us-east-1' });
  const of = (TargetGroup?: string) =>
    ({ ...(TargetGroup && { Existing: { TargetGroup } }) }) as unknown as LiveStateProperties;
  const stack = { isNew: async () => false };
  beforeEach(() => elb.reset());

  test('is nothing where nothing changes', async () => {
    expect(await readExisting(client, stack, of('a'), of('a'))).toBeUndefined();
    expect(await readExisting(client, stack, of(), of())).toBeUndefined();
    expect(elb.calls()).toHaveLength(0);
  });

  test('is the health of the one that is taken', async () => {
    const TargetHealthDescriptions = (['healthy', 'initial', 'healthy'] as const).map((State) => ({
      TargetHealth: { State },
    }));
    elb.on(DescribeTargetHealthCommand, { TargetGroupArn: 'a' }).resolves({ TargetHealthDescriptions });

    expect(await readExisting(client, stack, of('a'), of())).toEqual({ healthyTargets: 2, isLeft: false });
    expect(await readExisting(client, stack, of('a'), of('b'))).toEqual({ healthyTargets: 2, isLeft: true });
    expect(await readExisting(client, stack, of(), of('a'))).toEqual({ isLeft: true });
  });

  test('is nothing while a stack is made for the first time, with its target group; of another stack it is looked at', async () => {
    elb.on(DescribeTargetHealthCommand).resolves({});
    const isNew = { isNew: async () => true };
    const own = { Existing: { TargetGroup: 'a', OfThisStack: 'true' } } as unknown as LiveStateProperties;

    expect(await readExisting(client, isNew, own, of())).toBeUndefined();
    expect(await readExisting(client, stack, own, of())).toEqual({ healthyTargets: 0, isLeft: false });
    expect(await readExisting(client, isNew, of('a'), of())).toEqual({ healthyTargets: 0, isLeft: false });
  });

  test('counts none of a target group that is not there', async () => {
    elb.on(DescribeTargetHealthCommand).rejects(new TargetGroupNotFoundException({ message: 'no', $metadata: {} }));

    expect(await readExisting(client, stack, of('a'), of())).toEqual({ healthyTargets: 0, isLeft: false });
  });
});
