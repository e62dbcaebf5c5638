import { DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import { DescribeListenersCommand, DescribeRulesCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { ListResourceRecordSetsCommand } from '@aws-sdk/client-route-53';
import { autoScaling, dnsName, elb, groups, route53, untouched } from './fixtures';

beforeEach(untouched);

describe('the traffic of two Auto Scaling groups', () => {
  test('is that of the rule when they have only that', async () => {
    const TargetGroups = [
      { TargetGroupArn: 'arn:b', Weight: 1 },
      { TargetGroupArn: 'arn:g', Weight: 4 },
    ];
    elb
      .on(DescribeRulesCommand, { RuleArns: ['arn:rule'] })
      .resolves({ Rules: [{ Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups } }] }] });

    const { traffic } = await groups({ rule: 'arn:rule' }).releases.look();

    expect(traffic.weights).toEqual({ blue: 20, green: 80 });
    expect(elb.commandCalls(DescribeListenersCommand)).toEqual([]);
  });

  test('names the version of a group with a mixed instances policy', async () => {
    const LaunchTemplate = { LaunchTemplateSpecification: { Version: '9' } };
    autoScaling
      .on(DescribeAutoScalingGroupsCommand, { AutoScalingGroupNames: ['g-b'] })
      .resolves({ AutoScalingGroups: [{ MixedInstancesPolicy: { LaunchTemplate } }] as never });

    expect((await groups().releases.look()).traffic.version).toBe('lt-b version 9');
  });

  test('fails when the group or the listener is gone, and names it', async () => {
    autoScaling.on(DescribeAutoScalingGroupsCommand).resolves({ AutoScalingGroups: [] });
    await expect(groups().releases.look()).rejects.toThrow("the Auto Scaling group 'g-b' of Shop/Web does not exist");

    untouched();
    elb.on(DescribeListenersCommand).resolves({ Listeners: [] });
    await expect(groups().releases.look()).rejects.toThrow('the production listener arn:listener of Shop/Web does not');
  });
});

describe('the traffic of a DNS name', () => {
  test('is read from its own records only', async () => {
    await dnsName().releases.look();
    expect(route53.commandCalls(ListResourceRecordSetsCommand)[0].args[0].input).toEqual({
      HostedZoneId: 'Z1',
      StartRecordName: 'shop.example.org',
      StartRecordType: 'A',
    });
  });

  test('fails when one of the two is gone, and names it', async () => {
    const record = { Name: 'shop.example.org.', Type: 'A' as const, SetIdentifier: 'Blue', Weight: 100 };
    route53.on(ListResourceRecordSetsCommand).resolves({
      ResourceRecordSets: [record, { ...record, SetIdentifier: 'Green', Name: 'tea.example.org.' }],
      IsTruncated: false,
      MaxItems: 300,
    });
    await expect(dnsName().releases.look()).rejects.toThrow(
      "the A record 'shop.example.org' of Shop/Web has no weighted set 'Green' in zone Z1",
    );
  });
});
