import type { CfnResource, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';

/** What cdk-nag's AwsSolutions pack finds, and why it stays. */
interface AcceptedFinding {
  readonly id: string;
  /** Which of its findings, where the rule tells them apart. */
  readonly appliesTo?: readonly string[];
  readonly reason: string;
}

/** Of this package's constructs: what cannot be mended there. */
const OF_THE_CONSTRUCTS: readonly AcceptedFinding[] = [
  {
    id: 'AwsSolutions-IAM5',
    appliesTo: [
      // The rest of each name is made by AWS and not known before; what comes before the star belongs to this release only.
      '/^Resource::.+:listener-rule\\/.+$/',
      '/^Resource::arn:<AWS::Partition>:ecs:.+:task-set\\/<.+>\\/<.+>\\/\\*$/',
      '/^Resource::arn:<AWS::Partition>:states:.+:execution:.+:\\*$/',
      '/^Resource::arn:<AWS::Partition>:autoscaling:.+:autoScalingGroup:\\*:autoScalingGroupName\\/<.+>$/',
      // A request of CloudFormation has an id of its own; what comes before it is one resource of this stack.
      '/^Resource::arn:<AWS::Partition>:ssm:.+:parameter\\/cdk-blue-green-requests\\/.+\\/\\*$/',
      // Changes of a zone have ids of their own, which say nothing of the zone; they can only be read.
      'Resource::arn:<AWS::Partition>:route53:::change/*',
      // Instances and volumes that a launch template makes have no names before; ec2:RunInstances is bound to the template.
      '/^Resource::arn:<AWS::Partition>:ec2:.+:(instance|volume)\\/\\*$/',
    ],
    reason: 'The star stands for an id that AWS makes, inside of what belongs to this release.',
  },
  {
    id: 'AwsSolutions-SF1',
    reason:
      'A standard state machine keeps the whole history of each execution for 90 days, and the record of a release is in its table for a year. Log delivery would need permissions on all log groups.',
  },
  {
    id: 'AwsSolutions-SF2',
    reason:
      'A release makes a few calls a minute, and its history has the time of each. X-Ray would need permissions on everything.',
  },
];

/** Of the examples: what a team decides for its own account. */
const OF_THE_EXAMPLES: readonly AcceptedFinding[] = [
  { id: 'AwsSolutions-VPC7', reason: 'Stands for the network that a team has already, with its flow logs.' },
  {
    id: 'AwsSolutions-ELB2',
    reason: 'Access logs go to a bucket that the team chooses: loadBalancer.logAccessLogs().',
  },
  { id: 'AwsSolutions-EC23', reason: 'A shop for everybody is open to everybody, at the production port only.' },
  {
    id: 'CdkNagValidationFailure',
    appliesTo: ['AwsSolutions-EC23'],
    reason:
      "The rule cannot read the range of the VPC, which CloudFormation puts in. It is the VPC's own, not the world.",
  },
  {
    id: 'AwsSolutions-AS3',
    reason: 'What becomes of a release is an event; single instances are nobody to be told of.',
  },
  { id: 'AwsSolutions-SMG4', reason: 'The password of a test user, which opens nothing but the test.' },
  {
    id: 'AwsSolutions-ECS2',
    reason: 'The version is no secret; it is there to be changed by `cdk deploy -c version=2`.',
  },
];

/** Actions for which AWS knows no resource type, or whose resources have no names before: they can be allowed on everything only. */
const WITHOUT_RESOURCES = [
  /^application-autoscaling:DescribeScalableTargets$/,
  /^autoscaling:Describe/,
  /^codedeploy:(Continue|Stop)Deployment$/,
  /^codedeploy:GetDeploymentTarget$/,
  /^cloudwatch:(DescribeAlarms|GetMetricData)$/,
  /^ec2:(Describe|(Create|Delete)NetworkInterface$|(Assign|Unassign)PrivateIpAddresses$)/,
  /^elasticloadbalancing:Describe/,
  /^ecr:GetAuthorizationToken$/,
  /^ssm:CreateOpsItem$/,
];

/**
 * Suppresses them on a stack, in the form that cdk-nag reads, so that an example needs no cdk-nag to run. To be called when everything is in
 * the stack.
 */
export function acceptFindings(stack: Stack): void {
  for (const one of stack.node.findAll()) {
    if (one instanceof iam.CfnPolicy) acceptWhatHasNoResources(one, [one.policyDocument]);
    if (one instanceof iam.CfnRole) acceptWhatHasNoResources(one, inlineOf(one));
  }
  stack.templateOptions.metadata = {
    ...stack.templateOptions.metadata,
    cdk_nag: {
      rules_to_suppress: [...OF_THE_CONSTRUCTS, ...OF_THE_EXAMPLES].map(({ id, appliesTo, reason }) => ({
        id,
        reason,
        ...(appliesTo && { applies_to: appliesTo.map(asNagReads) }),
      })),
    },
  };
}

/** The policies that are written into a role. */
function inlineOf(role: iam.CfnRole): unknown[] {
  const policies: { policyDocument: unknown }[] = role.stack.resolve(role.policies) ?? [];
  return policies.map(({ policyDocument }) => policyDocument);
}

/** Lets policies allow on everything what cannot be allowed otherwise, and nothing else. */
function acceptWhatHasNoResources(owner: CfnResource, policies: unknown[]): void {
  const documents: { Statement?: PolicyStatement[] }[] = owner.stack.resolve(policies);
  const starred = documents
    .flatMap(({ Statement = [] }) => Statement)
    .filter(({ Resource }) => [Resource].flat().includes('*'));
  if (starred.length === 0) return;
  // RunInstances is bound to a launch template by a condition; what that starts has no name before.
  const onEverything = starred
    .filter(({ Action, Condition }) => !(Action === 'ec2:RunInstances' && Condition))
    .flatMap((one) => one.Action);
  if (!onEverything.every((action) => WITHOUT_RESOURCES.some((known) => known.test(action)))) return;
  const what = onEverything.length > 0 ? onEverything.join(', ') : 'what a launch template starts';
  const reason = `AWS knows no resources for ${what}. See docs/decisions/0005 and 0008.`;
  const suppressed = { id: 'AwsSolutions-IAM5', applies_to: ['Resource::*'], reason };
  owner.addMetadata('cdk_nag', { rules_to_suppress: [suppressed] });
}

interface PolicyStatement {
  readonly Action: string | string[];
  readonly Resource?: unknown;
  readonly Condition?: unknown;
}

/** A text between slashes is a pattern. */
function asNagReads(text: string): string | { regex: string } {
  return text.startsWith('/') ? { regex: text } : text;
}
