import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { allow } from '../machine/allow';
import type { Traffic } from '../traffic/traffic';
import type { AsgColour, OwnColour } from './colour';
import { imageParameterArn } from './image-parameter';

/** What the deciding function reads. None of these actions can be bound to a resource. */
export function asgReads(): iam.PolicyStatement[] {
  return [
    allow(
      [
        'autoscaling:DescribeAutoScalingGroups',
        'autoscaling:DescribeInstanceRefreshes',
        'autoscaling:DescribeScalingActivities',
        'elasticloadbalancing:DescribeListeners',
        'elasticloadbalancing:DescribeRules',
        'elasticloadbalancing:DescribeTargetHealth',
        'cloudwatch:DescribeAlarms',
      ],
      ['*'],
    ),
  ];
}

/** What both machines change: these listeners or rules, and these groups of ours, and nothing else. */
export function asgWrites(traffic: Traffic, colours: AsgColour[]): iam.PolicyStatement[] {
  const { listeners, rules } = arnsOf(traffic);
  return [
    ...(listeners.length > 0 ? [allow(['elasticloadbalancing:ModifyListener'], listeners)] : []),
    ...(rules.length > 0 ? [allow(['elasticloadbalancing:ModifyRule'], rules)] : []),
    allow(['autoscaling:UpdateAutoScalingGroup'], groupArns(ownOf(colours))),
  ];
}

/** What only a rollback changes: how many instances an existing group wants. That action can change nothing else of it. */
export function asgRollbackWrites(colours: AsgColour[]): iam.PolicyStatement[] {
  const existing = colours.filter(({ own }) => !own);
  return existing.length > 0 ? [allow(['autoscaling:SetDesiredCapacity'], groupArns(existing))] : [];
}

/** The colours that a release may bring a candidate up on. */
export function ownOf(colours: AsgColour[]): OwnColour[] {
  return colours.flatMap(({ own }) => own ?? []);
}

/** What only a release changes: the candidate's version, and with it the instances. */
export function asgReleaseWrites(colours: OwnColour[]): iam.PolicyStatement[] {
  return [
    allow(['autoscaling:StartInstanceRefresh'], groupArns(colours)),
    allow(
      ['ec2:ModifyLaunchTemplate'],
      colours.map((colour) => colour.launchTemplateArn),
    ),
  ];
}

/**
 * What whoever changes a group needs, or starts a refresh of its instances: Auto Scaling lets nobody do that who could not start instances
 * from its launch template, and tries it by a dry run of EC2's RunInstances, also where sizes change only.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-launch-template-permissions.html
 */
export function launchPermissions(colours: OwnColour[], instanceRole: iam.IRole): iam.PolicyStatement[] {
  const templates = colours.map((colour) => colour.launchTemplateArn);
  const tagged = ['instance/*', 'volume/*'].map((each) =>
    Stack.of(colours[0] ?? instanceRole).formatArn({
      service: 'ec2',
      resource: each,
    }),
  );
  const images = colours.flatMap(({ launchTemplate }) => imageParameterArn(launchTemplate) ?? []);
  return [
    ...(images.length > 0 ? [allow(['ssm:GetParameters'], [...new Set(images)])] : []),
    // The CDK's launch templates name instances and volumes by a tag. None of them exists beforehand.
    new iam.PolicyStatement({
      actions: ['ec2:CreateTags'],
      resources: tagged,
      conditions: { StringEquals: { 'ec2:CreateAction': 'RunInstances' } },
    }),
    new iam.PolicyStatement({
      actions: ['ec2:RunInstances'],
      resources: ['*'],
      conditions: { ArnEquals: { 'ec2:LaunchTemplate': templates } },
    }),
    new iam.PolicyStatement({
      actions: ['iam:PassRole'],
      resources: [instanceRole.roleArn],
      conditions: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
    }),
  ];
}

/** A rule where the listener is shared, else the listener itself. */
function arnsOf({ productionListener, productionRule, testListener, testRule }: Traffic) {
  const used = [
    { listener: productionListener, rule: productionRule },
    ...(testListener ? [{ listener: testListener, rule: testRule }] : []),
  ];
  return {
    listeners: used.flatMap(({ listener, rule }) => (rule ? [] : [listener.listenerArn])),
    rules: used.flatMap(({ rule }) => (rule ? [rule.listenerRuleArn] : [])),
  };
}

function groupArns(colours: AsgColour[]): string[] {
  return colours.map((colour) => colour.groupArn);
}
