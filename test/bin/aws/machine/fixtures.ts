import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { type AttributeValue, DynamoDBClient, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeListenersCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { ListResourceRecordSetsCommand, Route53Client } from '@aws-sdk/client-route-53';
import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  type ExecutionStatus,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { AsgWorkload } from '../../../../bin/aws/machine/asg-workload';
import { DnsWorkload } from '../../../../bin/aws/machine/dns-workload';
import { MachineReleases } from '../../../../bin/aws/machine/machine-releases';
import type { Service } from '../../../../bin/commands/ports';
import type { AsgDescriptor } from '../../../../rehearsal/release/descriptor/asg';
import type { DnsDescriptor } from '../../../../rehearsal/release/descriptor/dns';

export const ID = '20261121T054500Z-ab12';
export const WHO = 'arn:aws:iam::123456789012:user/ann';
const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:';
/** ARN of the execution of a release. */
export const EXECUTION = `arn:aws:states:us-east-1:123456789012:execution:Release:${ID}`;

const COMMON = {
  path: 'Shop/Web',
  releaseMachine: `${MACHINE}Release`,
  rollbackMachine: `${MACHINE}Rollback`,
  table: 'table',
  steps: [
    { weight: 10, bakeSeconds: 60 },
    { weight: 100, bakeSeconds: 600 },
  ],
  alarms: ['Errors'],
  approvalSeconds: 3600,
  hooks: [],
  console: '',
};

export const ASG: AsgDescriptor = {
  kind: 'asg',
  ...COMMON,
  listener: 'arn:listener',
  rule: '',
  testListener: '',
  application: '',
  colours: {
    blue: {
      group: 'g-b',
      targetGroup: 'arn:b',
      launchTemplate: 'lt-b',
      launchTemplateVersion: '7',
      deploymentGroup: '',
    },
    green: {
      group: 'g-g',
      targetGroup: 'arn:g',
      launchTemplate: 'lt-g',
      launchTemplateVersion: '5',
      deploymentGroup: '',
    },
  },
};

export const DNS: DnsDescriptor = {
  kind: 'dns',
  ...COMMON,
  hostedZone: 'Z1',
  recordName: 'shop.example.org',
  recordType: 'A',
  ttlSeconds: 60,
  colours: {
    blue: { setIdentifier: 'Blue', target: 'blue.example.net', url: '' },
    green: { setIdentifier: 'Green', target: 'green.example.net', url: '' },
  },
};

export const autoScaling = mockClient(AutoScalingClient);
export const cloudWatch = mockClient(CloudWatchClient);
export const dynamoDb = mockClient(DynamoDBClient);
export const elb = mockClient(ElasticLoadBalancingV2Client);
export const route53 = mockClient(Route53Client);
export const stepFunctions = mockClient(SFNClient);
export const sts = mockClient(STSClient);

const region = { region: 'us-east-1' };
export const CLIENTS = {
  autoScaling: new AutoScalingClient(region),
  cloudWatch: new CloudWatchClient(region),
  dynamoDb: new DynamoDBClient(region),
  elb: new ElasticLoadBalancingV2Client(region),
  route53: new Route53Client(region),
  stepFunctions: new SFNClient(region),
  sts: new STSClient(region),
};

/** The pair of Auto Scaling groups as the commands see it; `given` replaces fields of its descriptor. */
export function groups(given: Partial<AsgDescriptor> = {}): Service {
  const descriptor = { ...ASG, ...given };
  const releases = new MachineReleases(
    descriptor,
    new AsgWorkload(descriptor, CLIENTS),
    CLIENTS,
    async () => undefined,
  );
  return { path: descriptor.path, kind: 'asg', releases };
}

/** The DNS name as the commands see it. */
export function dnsName(): Service {
  const releases = new MachineReleases(DNS, new DnsWorkload(DNS, CLIENTS.route53), CLIENTS, async () => undefined);
  return { path: DNS.path, kind: 'dns', releases };
}

/** A world in which nothing was released yet: blue is live, and has four healthy targets. */
export function untouched(): void {
  for (const mock of [autoScaling, cloudWatch, dynamoDb, elb, route53, stepFunctions, sts]) mock.reset();
  cloudWatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [{ AlarmName: 'Errors', StateValue: 'OK' }] });
  sts.on(GetCallerIdentityCommand).resolves({ Arn: WHO });
  dynamoDb.on(GetItemCommand).resolves({});
  serviceItem({});
  records();
  weights(100, 0);
  healthy(4, 0);
  running('6');
  stepFunctions.on(DescribeExecutionCommand).rejects(new ExecutionDoesNotExist({ message: 'no', $metadata: {} }));
  stepFunctions.on(ListExecutionsCommand).resolves({ executions: [] });
  stepFunctions.on(StartExecutionCommand).resolves({});
}

/** The table's item of the service. */
export function serviceItem(attributes: { live?: string; lock?: string; retiring?: string }): void {
  const item = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, { S: value }]));
  dynamoDb.on(GetItemCommand, { Key: { kind: { S: 'service' }, id: { S: 'service' } } }).resolves({ Item: item });
}

/** A release's item. */
export function item(id: string, texts: Record<string, string>, more: Record<string, AttributeValue> = {}) {
  const all = { kind: 'release', id, phase: 'preparing', live: 'blue', idle: 'green', ...texts };
  return { ...Object.fromEntries(Object.entries(all).map(([name, S]) => [name, { S }])), ...more };
}

/** The releases of the table, newest first. */
export function records(...items: ReturnType<typeof item>[]): void {
  dynamoDb.on(QueryCommand).callsFake(({ Limit }) => ({ Items: items.slice(0, Limit) }));
  for (const one of items) {
    dynamoDb.on(GetItemCommand, { Key: { kind: { S: 'release' }, id: one.id } }).resolves({ Item: one });
  }
}

export function execution(status: ExecutionStatus, cause?: string): void {
  stepFunctions.on(DescribeExecutionCommand, { executionArn: EXECUTION }).resolves({ status, cause });
}

/** The newest execution that takes the release back. */
export function rollbackExecution(status: ExecutionStatus, name = `${ID}-back`): void {
  const other = { executionArn: 'arn:other', name: '20261121T000000Z-0000-back', status: 'FAILED' as const };
  const listed = { stateMachineArn: undefined, startDate: undefined };
  stepFunctions.on(ListExecutionsCommand).resolves({
    executions: [
      { ...listed, ...other },
      { ...listed, executionArn: 'arn:back', name, status },
    ] as never,
  });
}

/** Weights of the listener and of the records. */
export function weights(blue: number, green: number): void {
  const TargetGroups = [
    { TargetGroupArn: 'arn:b', Weight: blue },
    { TargetGroupArn: 'arn:g', Weight: green },
  ];
  const DefaultActions = [{ Type: 'forward' as const, ForwardConfig: { TargetGroups } }];
  elb.on(DescribeListenersCommand, { ListenerArns: ['arn:listener'] }).resolves({ Listeners: [{ DefaultActions }] });
  const record = { Name: 'shop.example.org.', Type: 'A' as const };
  route53.on(ListResourceRecordSetsCommand).resolves({
    ResourceRecordSets: [
      { ...record, Type: 'AAAA', SetIdentifier: 'Blue', Weight: 3 },
      { ...record, SetIdentifier: 'Green', Weight: green },
      { ...record, SetIdentifier: 'Blue', Weight: blue },
    ],
    IsTruncated: false,
    MaxItems: 300,
  });
}

/** Healthy targets of the two groups. */
export function healthy(blue: number, green: number): void {
  const targets = (count: number) => ({
    TargetHealthDescriptions: Array.from({ length: count }, () => ({ TargetHealth: { State: 'healthy' as const } })),
  });
  elb.on(DescribeTargetHealthCommand, { TargetGroupArn: 'arn:b' }).resolves(targets(blue));
  elb.on(DescribeTargetHealthCommand, { TargetGroupArn: 'arn:g' }).resolves(targets(green));
}

/** The version of the launch template that both groups run, and the goal for their size. */
export function running(version: string, DesiredCapacity = 4): void {
  autoScaling
    .on(DescribeAutoScalingGroupsCommand)
    .resolves({ AutoScalingGroups: [{ DesiredCapacity, LaunchTemplate: { Version: version } }] as never });
}

/** What was started: names and inputs. */
export function started(): { machine: string; name: string; input: Record<string, unknown> }[] {
  return stepFunctions.commandCalls(StartExecutionCommand).map(({ args: [{ input }] }) => ({
    machine: input.stateMachineArn?.split(':').at(-1) ?? '',
    name: input.name ?? '',
    input: JSON.parse(input.input ?? ''),
  }));
}

/** A release that runs, in this phase. */
export function releasing(phase: string, texts: Record<string, string> = {}) {
  serviceItem({ lock: ID });
  records(item(ID, { phase, execution: EXECUTION, ...texts }));
  execution('RUNNING');
}

/** A release that has ended and is live. */
export function released(texts: Record<string, string> = {}) {
  serviceItem({ live: 'green' });
  records(item(ID, { phase: 'succeeded', outcome: 'succeeded', ...texts }));
  weights(0, 100);
  healthy(0, 4);
}
