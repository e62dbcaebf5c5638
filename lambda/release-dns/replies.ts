import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import {
  ListResourceRecordSetsCommand,
  type ResourceRecordSet,
  type Route53Client,
  type RRType,
} from '@aws-sdk/client-route-53';
import { readName, readNumber } from '../shared/checked-json';
import { readOwnSettings } from '../shared/own-settings';
import { readAlarms } from '../shared/release/alarms';
import { judge } from '../shared/release/judge';
import { type Facts, type Reply, readColour } from '../shared/release/questions';
import { type Watching, watched, withoutData } from '../shared/release/watching';
import { health, preflight, step } from './decide';
import type { Environment, Settings } from './environment';
import { type Probe, troubleOf } from './health';

/** What the questions are answered by. */
export interface Clients {
  readonly route53: Route53Client;
  readonly cloudWatch: CloudWatchClient;
  readonly probe: Probe;
}

/** The questions of the machine of two weighted records. */
export function dnsReplies(
  environment: Partial<Environment>,
  clients: Clients,
  watching: Watching = {},
): Readonly<Record<string, Reply>> {
  const settings = readOwnSettings<Settings>(environment.SETTINGS);
  const alarms = () => readAlarms(clients.cloudWatch, settings.alarms);
  const trouble = (colour: 'blue' | 'green') =>
    troubleOf(clients.route53, clients.probe, settings[colour], settings.hostName);
  return {
    preflight: async (facts) => {
      const live = readColour(facts.live, 'live');
      const [records, states, liveTrouble, blindness] = await Promise.all([
        readRecords(clients.route53, settings),
        alarms(),
        trouble(live),
        withoutData(watching, live, readName(facts.now, 'now'), facts.withoutData === true),
      ]);
      return preflight({ live, records, alarms: states, liveTrouble, blindness }, settings);
    },
    step: async (facts) => {
      const colour = readColour(facts.colour, 'colour');
      const [found, states] = await Promise.all([trouble(colour), alarms()]);
      const weight = readNumber(facts.weight, 'weight', { min: 0, max: 100 });
      return step(colour, found, { weight, ...times(facts) }, states, settings);
    },
    health: async (facts) => {
      const colour = readColour(facts.colour, 'colour');
      return health(colour, await trouble(colour), times(facts), settings);
    },
    judge: async (facts) => {
      const bakeSeconds = readNumber(facts.bakeSeconds, 'bakeSeconds', { min: 0, max: 10_000_000 });
      const colour = readColour(facts.colour, 'colour');
      const [states, found, sick] = await Promise.all([alarms(), watched(watching, facts), trouble(colour)]);
      const gone = sick === undefined ? undefined : `${colour} is not healthy any more: ${sick}`;
      return judge({ alarms: states, bakeSeconds, ...found, trouble: gone ?? found.trouble, ...times(facts) });
    },
  };
}

/** All records of the name and type; the list starts at the name and goes on in order, so the first stranger ends it. */
async function readRecords(client: Route53Client, settings: Settings): Promise<ResourceRecordSet[]> {
  const { hostedZone, recordName, recordType } = settings;
  const { ResourceRecordSets = [] } = await client.send(
    new ListResourceRecordSetsCommand({
      HostedZoneId: hostedZone,
      StartRecordName: recordName,
      StartRecordType: recordType as RRType,
      MaxItems: 100,
    }),
  );
  const same = (name: string | undefined) =>
    name?.replace(/\.$/, '').toLowerCase() === recordName.replace(/\.$/, '').toLowerCase();
  return ResourceRecordSets.filter(({ Name, Type }) => same(Name) && Type === recordType);
}

function times(facts: Facts) {
  return { since: readName(facts.since, 'since'), now: readName(facts.now, 'now') };
}
