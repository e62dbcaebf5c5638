import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as route53 from 'aws-cdk-lib/aws-route53';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Settings } from '../../lambda/release-dns/environment';
import { colourSourceOf } from '../analysis/colour-sources';
import { probeOf } from '../analysis/probe';
import { checkAtSynth } from '../checks/check-at-synth';
import { Approval } from '../hooks/approval';
import { LiveState } from '../live-state/live-state';
import { allow } from '../machine/allow';
import { bindHooks } from '../machine/machine-hooks';
import { observeMachine } from '../machine/observe-machine';
import { ReleaseMachine } from '../machine/release-machine';
import { releaseWithStack } from '../machine/release-with-stack';
import type { Colour, PerColour } from '../machine/workload';
import type { IReleased, ObservedRelease } from '../observe/released';
import type { RollbackAlarm } from '../rollback/rollback-alarm';
import { withPort } from '../traffic/traffic';
import { TrafficShift } from '../traffic/traffic-shift';
import type { BlueGreenDnsProps } from './blue-green-dns-props';
import { type DnsTarget, ttlOf } from './dns-target';
import { type DnsColour, dnsWorkload } from './dns-workload';
import { fullRecordName, validateProps } from './validate-props';

/**
 * A DNS name whose traffic moves between two targets by Route 53's weights, step by step, and goes back by itself when an alarm or a
 * hook says so. The targets may be stacks in different regions.
 *
 * `cdk deploy` makes both weighted records, all weight on blue. Whoever deploys to the idle target releases it afterwards by `bluegreen
 * release`, or by starting `releaseMachine`. Which colour is live is not in the template: where an update of the stack writes a record (a
 * target, the TTL), it writes the weights that are live. While a release runs, such an update fails, and is taken back.
 *
 * Clients that ignore the TTL stay on the old colour for longer; there is no stickiness and no share of requests, only one of answers.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-weighted.html
 */
export class BlueGreenDns extends Construct implements IReleased {
  /** The name that users call, with the dot at its end. */
  public readonly recordName: string;

  /** The state machine of a release. */
  public readonly releaseMachine: sfn.IStateMachine;

  /** The state machine that sends production back. */
  public readonly rollbackMachine: sfn.IStateMachine;

  private readonly machine: ReleaseMachine;
  private readonly sources: ObservedRelease['colours'];

  constructor(scope: Construct, id: string, props: BlueGreenDnsProps) {
    super(scope, id);
    validateProps(props);
    this.recordName = fullRecordName(props);
    const ttl = ttlOf([props.blue, props.green], props.ttl);

    const colours = {
      blue: colourOf(props.blue, props.blueSetIdentifier ?? 'blue'),
      green: colourOf(props.green, props.greenSetIdentifier ?? 'green'),
    };
    const live = new LiveState(this, 'LiveState');
    // One resource, so that CloudFormation changes both in one batch: Route 53 refuses a record whose TTL differs from the other one's.
    const records = new route53.CfnRecordSetGroup(this, 'Records', {
      hostedZoneId: props.zone.hostedZoneId,
      recordSets: [
        this.renderRecord(props, colours.blue, live.weight('Blue'), ttl),
        this.renderRecord(props, colours.green, live.weight('Green'), ttl),
      ],
    });
    this.machine = this.defineMachine(props, colours, ttl);
    this.protect(live, records, props, colours);
    const { blue, green } = { blue: props.blue._source, green: props.green._source };
    this.sources = blue && green && { blue, green };
    this.releaseMachine = this.machine.release;
    this.rollbackMachine = this.machine.rollback;
    if (props.releaseOnDeploy) {
      releaseWithStack(this, props.releaseOnDeploy, { machine: this.machine, candidate: {}, reads: [] });
    }
    checkAtSynth(this);
  }

  /** @internal */
  public _observe(): ObservedRelease {
    return { kind: 'dns', ...observeMachine(this, this.machine), colours: this.sources };
  }

  /**
   * Lets an alarm send releases back, by `RollbackAlarm.fromAlarm`. It must be in the region of this stack and cover both targets.
   *
   * The ready-made kinds judge target groups, which a DNS name has none of.
   */
  public rollbackOn(alarm: RollbackAlarm): void {
    if (alarm._needsTargetGroups) {
      throw new Error(
        `'${this.node.path}' has no target groups to judge; make an alarm and use RollbackAlarm.fromAlarm()`,
      );
    }
    for (const each of alarm._define(this, [])) this.machine.watch(each);
  }

  private renderRecord(
    { recordType }: BlueGreenDnsProps,
    colour: DnsColour,
    weight: number,
    ttl: Duration,
  ): route53.CfnRecordSetGroup.RecordSetProperty {
    return {
      name: this.recordName,
      type: recordType ?? route53.RecordType.A,
      setIdentifier: colour.setIdentifier,
      weight,
      healthCheckId: colour.healthCheck,
      ...(colour.alias
        ? {
            aliasTarget: {
              dnsName: colour.alias.dnsName,
              hostedZoneId: colour.alias.hostedZone,
              evaluateTargetHealth: colour.alias.evaluateTargetHealth,
            },
          }
        : { ttl: `${ttl.toSeconds()}`, resourceRecords: [...(colour.values ?? [])] }),
    };
  }

  private protect(
    live: LiveState,
    records: route53.CfnRecordSetGroup,
    { zone, recordType }: BlueGreenDnsProps,
    { blue, green }: PerColour<DnsColour>,
  ): void {
    const properties = {
      HostedZone: zone.hostedZoneId,
      Name: this.recordName,
      Type: recordType ?? route53.RecordType.A,
      Blue: blue.setIdentifier,
      Green: green.setIdentifier,
    };
    live.protectRecords(records, properties, zone.hostedZoneArn);
    const { table } = this.machine;
    live.watch({
      properties: { Table: table.tableName },
      reads: [allow(['dynamodb:GetItem'], [table.tableArn])],
    });
  }

  private defineMachine(props: BlueGreenDnsProps, colours: PerColour<DnsColour>, ttl: Duration): ReleaseMachine {
    const recordType = props.recordType ?? route53.RecordType.A;
    const hostName = this.recordName.replace(/\.$/, '');
    const zone = { hostedZone: props.zone.hostedZoneId, recordName: this.recordName, recordType };
    const checks = [props.blue, props.green].flatMap(({ _options }) => _options.healthCheckId ?? []);
    const settings: Omit<Settings, 'alarms'> = {
      ...zone,
      hostName,
      blue: checkOf(props.blue, colours.blue),
      green: checkOf(props.green, colours.green),
      healthTimeoutSeconds: (props.healthTimeout ?? Duration.minutes(10)).toSeconds(),
    };
    const described = (colour: Colour) => ({
      setIdentifier: colours[colour].setIdentifier,
      target: props[colour]._name,
      url: colours[colour].url,
    });
    const context = {
      servicePath: this.node.path,
      // Whichever colour is idle: the machine says where it is with each question.
      testUrl: colours.green.url,
      insideVpc: false,
      needsIngressRule: false,
      hostName,
    };
    return new ReleaseMachine(this, 'Machine', {
      kind: 'dns',
      handler: 'release-dns',
      settings: () => settings,
      reads: [
        allow(['cloudwatch:DescribeAlarms'], ['*']),
        allow(['route53:ListResourceRecordSets'], [props.zone.hostedZoneArn]),
        ...(checks.length > 0 ? [allow(['route53:GetHealthCheckStatus'], checks.map(healthCheckArn))] : []),
      ],
      writes: [
        allow(['route53:ChangeResourceRecordSets'], [props.zone.hostedZoneArn]),
        allow(['route53:GetChange'], [`arn:${Aws.PARTITION}:route53:::change/*`]),
      ],
      steps: (props.shift ?? DEFAULT_SHIFT)._renderSteps(props.bakeTime ?? Duration.minutes(30)),
      hooks: bindHooks(props.hooks ?? [], context),
      analysis: props.analysis,
      dimension: 'load-balancer',
      colourSources: { blue: colourSourceOf(props.blue._source), green: colourSourceOf(props.green._source) },
      probe: probeOf(props.hooks ?? [], context, { blue: colours.blue.url, green: colours.green.url }),
      approval: props.approval ?? Approval.none(),
      approvalTopic: props.approvalTopic,
      recordRetention: props.recordRetention ?? Duration.days(365),
      removalPolicy: props.removalPolicy ?? RemovalPolicy.DESTROY,
      workload: (decideFunction) => dnsWorkload({ ...zone, ttlSeconds: ttl.toSeconds(), colours, decideFunction }),
      descriptor: () => ({
        ...zone,
        ttlSeconds: ttl.toSeconds(),
        colours: { blue: described('blue'), green: described('green') },
      }),
    });
  }
}

const DEFAULT_SHIFT = TrafficShift.linear({ stepPercent: 20, stepBakeTime: Duration.minutes(10) });

function colourOf(target: DnsTarget, setIdentifier: string): DnsColour {
  return { ...target._record, setIdentifier, healthCheck: target._options.healthCheckId, url: withPort(target._url) };
}

function checkOf({ _options }: DnsTarget, { setIdentifier, url }: DnsColour) {
  return {
    setIdentifier,
    healthCheck: _options.healthCheckId,
    probe: _options.healthPath === undefined ? undefined : `${url}${_options.healthPath}`,
  };
}

function healthCheckArn(id: string): string {
  return `arn:${Aws.PARTITION}:route53:::healthcheck/${id}`;
}
