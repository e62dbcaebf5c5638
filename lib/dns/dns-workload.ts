import { ask } from '../machine/ask';
import { choice, expression, type Named, type State, task, wait } from '../machine/asl';
import type { PerColour, Workload } from '../machine/workload';

/** What the machine of two weighted records works on. */
export interface DnsFacts {
  readonly hostedZone: string;
  readonly recordName: string;
  readonly recordType: string;
  /** What resolvers may keep an answer for: the record's own TTL, or that of an alias's target. */
  readonly ttlSeconds: number;
  readonly colours: PerColour<DnsColour>;
  readonly decideFunction: string;
}

/** One colour's record, but for its weight. */
export interface DnsColour {
  readonly setIdentifier: string;
  readonly alias?: { readonly dnsName: string; readonly hostedZone: string; readonly evaluateTargetHealth: boolean };
  readonly values?: readonly string[];
  readonly healthCheck?: string;
  readonly url: string;
}

/**
 * How a release of two weighted records moves its traffic: both weights in one batch, which Route 53 makes whole or not at all.
 *
 * A step counts from when all name servers have it and what resolvers have kept is out of date.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html
 */
export function dnsWorkload(facts: DnsFacts): Workload {
  const { blue, green } = facts.colours;
  return {
    setWeights: (weights) => change(facts, weights),
    settle: settle(facts),
    bringUp: [],
    scaleUp: [],
    retire: [],
    scaleCandidateDown: [],
    bringUpPrevious: lookAtPrevious(facts),
    testUrls: { blue: blue.url, green: green.url },
  };
}

function change(facts: DnsFacts, weights: PerColour<string>): State {
  const upsert = (colour: DnsColour, weight: string) => ({
    Action: 'UPSERT',
    ResourceRecordSet: record(facts, colour, weight),
  });
  const Changes = [upsert(facts.colours.blue, weights.blue), upsert(facts.colours.green, weights.green)];
  const state = task('aws-sdk:route53:changeResourceRecordSets', {
    HostedZoneId: facts.hostedZone,
    ChangeBatch: { Comment: 'blue-green release', Changes },
  });
  return {
    ...state,
    // Five requests per second for the whole account, and one change at a time in a zone: others' changes pass soon.
    Retry: [
      { ErrorEquals: ['States.ALL'], IntervalSeconds: 2, MaxAttempts: 12, BackoffRate: 1.5, MaxDelaySeconds: 20 },
    ],
    Assign: { change: expression('$states.result.ChangeInfo') },
  };
}

/** By the Java SDK's names, which SDK integrations use: `DnsName`, `Ttl`. */
function record({ recordName, recordType, ttlSeconds }: DnsFacts, colour: DnsColour, Weight: string) {
  const { alias, values = [], healthCheck } = colour;
  return {
    Name: recordName,
    Type: recordType,
    SetIdentifier: colour.setIdentifier,
    Weight,
    ...(alias
      ? {
          AliasTarget: {
            DnsName: alias.dnsName,
            HostedZoneId: alias.hostedZone,
            EvaluateTargetHealth: alias.evaluateTargetHealth,
          },
        }
      : { Ttl: ttlSeconds, ResourceRecords: values.map((Value) => ({ Value })) }),
    ...(healthCheck && { HealthCheckId: healthCheck }),
  };
}

/** What stands behind the previous record is not ours to bring up, but it must answer. In the rollback machine that colour is `$live`. */
function lookAtPrevious({ decideFunction }: DnsFacts): Named[] {
  return ask({
    name: 'LookAtPrevious',
    choiceName: 'PreviousIsHealthy?',
    waitName: 'LookAgainAtPrevious',
    question: 'health',
    facts: { colour: '$live', since: '$decidedAt' },
    onFail: 'NotRolledBack',
    decideFunction,
  });
}

function settle({ ttlSeconds }: DnsFacts): Named[] {
  return [
    ['LetItSpread', wait(30)],
    [
      'AwaitInSync',
      task(
        'aws-sdk:route53:getChange',
        // The id comes as `/change/C123`, and goes without the path.
        { Id: expression("$replace($change.Id, '/change/', '')") },
        { assign: { change: expression('$states.result.ChangeInfo') } },
      ),
    ],
    ['InSync?', choice([{ when: "$change.Status != 'INSYNC'", next: 'LetItSpread' }], { next: 'WaitForResolvers' })],
    ['WaitForResolvers', wait(ttlSeconds)],
  ];
}
