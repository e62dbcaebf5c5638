import { Token } from 'aws-cdk-lib';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { requireMinutesBetween, requireName, requireSecondsBetween } from '../private/range-checks';
import type { BlueGreenDnsProps } from './blue-green-dns-props';

/** What Route 53 would refuse in the middle of a deploy is said here. */
export function validateProps(props: BlueGreenDnsProps): void {
  requireMinutesBetween('bakeTime', props.bakeTime, 0, 10_080, 'alarms are watched for 7 days at most');
  requireSecondsBetween('healthTimeout', props.healthTimeout, 60, 86_400);
  const blue = props.blueSetIdentifier ?? 'blue';
  const green = props.greenSetIdentifier ?? 'green';
  requireName('blueSetIdentifier', blue, 128, /^[\x20-\x7e]+$/);
  requireName('greenSetIdentifier', green, 128, /^[\x20-\x7e]+$/);
  if (blue === green) {
    throw new Error(
      `both records have the set identifier '${blue}', which must tell them apart; give them different ones`,
    );
  }
  if (props.approvalTopic && props.approval?._within === undefined) {
    throw new Error(
      "'approvalTopic' is given, but no 'approval' is required; leave it out, or use Approval.required()",
    );
  }
  requireMetrics(props);
  requireNoSimpleRecord(props);
}

/** An analysis needs to know where the metrics of both colours are. */
function requireMetrics({ analysis, blue, green }: BlueGreenDnsProps): void {
  if (!analysis) return;
  if (!analysis._needsLoadBalancer) {
    if (analysis._measures.some(({ _planned }) => _planned.kind === 'counts')) return;
    throw new Error(
      "'analysis' has values only, and nothing says how many requests there were; add a Measure.counts()",
    );
  }
  for (const [colour, target] of Object.entries({ blue, green })) {
    if (target._source) continue;
    throw new Error(
      `'analysis' measures load balancers, but the target of ${colour} is none of this app; use DnsTarget.loadBalancer(), or give the metrics of both colours by Analysis.of([Measure.counts(...)])`,
    );
  }
  if (analysis._measures.some(({ _planned }) => _planned.name === 'unhealthy')) {
    throw new Error("'Measure.unhealthyTargets()' is about target groups, which a DNS name has none of; leave it out");
  }
}

/** The full name of the record, with the dot at its end. */
export function fullRecordName({ zone, recordName }: BlueGreenDnsProps): string {
  const zoneName = zone.zoneName.replace(/\.$/, '');
  if (recordName === undefined) return `${zoneName}.`;
  if (Token.isUnresolved(recordName) || Token.isUnresolved(zoneName)) return recordName;
  if (recordName.endsWith('.')) {
    const name = recordName.slice(0, -1);
    if (name === zoneName || name.endsWith(`.${zoneName}`)) return recordName;
    throw outside(recordName, zoneName);
  }
  if (recordName === zoneName || recordName.endsWith(`.${zoneName}`)) return `${recordName}.`;
  // Whatever ends like a domain of its own is hardly meant to be inside of another one.
  if (TOP_LEVEL.test(recordName)) throw outside(recordName, zoneName);
  return `${recordName}.${zoneName}.`;
}

const TOP_LEVEL = /\.(com|org|net|io|dev|app|co|de|uk|eu)$/;

function outside(recordName: string, zoneName: string): Error {
  const first = recordName.split('.')[0];
  return new Error(
    `'recordName' must be inside the zone '${zoneName}', got '${recordName}'; did you mean '${first}', which is '${first}.${zoneName}'?`,
  );
}

/** A record of the same name and type in the same app, that has no set identifier. */
function requireNoSimpleRecord(props: BlueGreenDnsProps): void {
  const name = fullRecordName(props);
  const type = props.recordType ?? route53.RecordType.A;
  for (const one of props.zone.node.root.node.findAll()) {
    if (!(one instanceof route53.CfnRecordSet) || one.setIdentifier !== undefined) continue;
    if (one.hostedZoneId !== props.zone.hostedZoneId || one.name !== name || one.type !== type) continue;
    throw new Error(
      `the zone has a simple ${type} record of '${name}' ('${one.node.path}'), which Route 53 allows only alone; remove it in a deploy of its own before`,
    );
  }
}
