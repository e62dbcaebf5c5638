import { Duration } from 'aws-cdk-lib';
import { Analysis, type BlueGreenAutoScalingGroupProps, DnsTarget, TrafficShift } from '../../../../lib';
import type { CheckedStack } from '../../../../lib/checks/model/templates';
import { shopGroup } from '../../asg/shop-group';
import { shopName } from '../../dns/shop-name';
import { stacksOf } from '../apps';
import { type Edit, findingsAfter } from '../findings';

/** What the checks with these ids say. */
function found(ids: string, stacks: CheckedStack[], type?: string, edit?: Edit): string[] {
  return findingsAfter(stacks, type, edit).filter((one) => ids.includes(one.slice(0, 5)));
}

function groups(props: Partial<BlueGreenAutoScalingGroupProps> = {}): CheckedStack[] {
  return stacksOf(shopGroup(props).stack);
}

describe('two Auto Scaling groups', () => {
  const stacks = groups();

  test('are known by their descriptor: nobody watches them', () => {
    expect(findingsAfter(stacks)).toEqual(['BG014 nothing looks at the candidate while it gets traffic']);
  });

  test('BG014: an analysis watches them', () => {
    expect(findingsAfter(groups({ analysis: Analysis.ofTargets() }))).toEqual([]);
  });

  test('BG004: instances are looked at by their launch template', () => {
    const closed: Edit = (properties) => {
      properties.FromPort = properties.ToPort = 1;
    };

    expect(found('BG004', stacks, 'EC2::SecurityGroupIngress', closed)).toEqual([
      expect.stringMatching(/^BG004 'Test\/Shop\/InstanceSecurityGroup' does not let/),
    ]);
  });

  test('BG017: the release machine bakes as long as it is told', () => {
    expect(found('BG017', groups({ bakeTime: Duration.days(3) }))).toEqual([]);
  });

  test('BG025: one instance', () => {
    expect(found('BG025', groups({ minCapacity: 1, maxCapacity: 2 }))).toEqual([
      "BG025 'Test/Shop/Blue/Group' runs one instance",
      "BG025 'Test/Shop/Green/Group' runs one instance",
    ]);
  });
});

describe('two weighted records', () => {
  const withTtl = (ttl: Duration) =>
    shopName({
      blue: DnsTarget.values(['192.0.2.1'], { url: 'http://192.0.2.1' }),
      green: DnsTarget.values(['192.0.2.2'], { url: 'http://192.0.2.2' }),
      ttl,
      shift: TrafficShift.linear({ stepPercent: 20, stepBakeTime: Duration.minutes(5) }),
    });

  test('BG027: resolvers keep an answer for longer than a step', () => {
    expect(found('BG027', stacksOf(withTtl(Duration.minutes(10)).stack))).toEqual([
      'BG027 resolvers keep an answer for 10 minutes, but the shortest step lasts 5 minutes',
    ]);
  });

  test('BG027: as long as a step is fine', () => {
    expect(found('BG027', stacksOf(withTtl(Duration.minutes(5)).stack))).toEqual([]);
  });
});
