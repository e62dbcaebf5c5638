import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { readName, readNumber } from '../shared/checked-json';
import { readOwnSettings } from '../shared/own-settings';
import { readAlarms } from '../shared/release/alarms';
import { judge } from '../shared/release/judge';
import { type Facts, type Reply, readColour as readColourName } from '../shared/release/questions';
import { type Watching, watched, withoutData } from '../shared/release/watching';
import { capacity, health, instances, preflight, step, traffic } from './decide';
import type { Environment, Settings } from './environment';
import { healthyCount } from './group';
import { type Clients, readColour, readWeights } from './reads';
import { readRefresh } from './refresh';

/** The questions of the machine of two Auto Scaling groups. */
export function asgReplies(
  environment: Partial<Environment>,
  clients: Clients & { readonly cloudWatch: CloudWatchClient },
  watching: Watching = {},
): Readonly<Record<string, Reply>> {
  const settings = readOwnSettings<Settings>(environment.SETTINGS);
  const alarms = () => readAlarms(clients.cloudWatch, settings.alarms);
  return {
    preflight: async (facts) => {
      const live = readColourName(facts.live, 'live');
      const [weights, states, blue, green, blindness] = await Promise.all([
        readWeights(clients, settings),
        alarms(),
        readColour(clients, settings.blue),
        readColour(clients, settings.green),
        withoutData(watching, live, readName(facts.now, 'now'), facts.withoutData === true),
      ]);
      return preflight(
        { live, weights, alarms: states, colours: { blue, green }, candidate: facts.candidate, blindness },
        settings,
      );
    },
    health: async (facts) => {
      const { colour, ...rest } = countFacts(facts);
      const { group } = settings[colour];
      const [state, refresh] = await Promise.all([
        readColour(clients, settings[colour], rest.since),
        facts.refreshed === true ? readRefresh(clients.autoScaling, group, rest.since) : undefined,
      ]);
      return health(state, colour, rest, settings.healthTimeoutSeconds, refresh);
    },
    instances: async (facts) => {
      const { colour, ...rest } = countFacts(facts);
      const state = await readColour(clients, settings[colour], rest.since);
      return instances(state, colour, rest, settings.healthTimeoutSeconds);
    },
    capacity: async (facts) => {
      const live = readColourName(facts.live, 'live');
      const other = facts.previous === undefined ? undefined : readColourName(facts.previous, 'previous');
      const [state, previous] = await Promise.all([
        readColour(clients, settings[live]),
        other && readColour(clients, settings[other]),
      ]);
      return capacity({ live, state, previous }, settings);
    },
    traffic: async (facts) => {
      const live = readColourName(facts.live, 'live');
      return traffic(await readWeights(clients, settings), live);
    },
    step: async (facts) => {
      const colour = readColourName(facts.colour, 'colour');
      const [state, states] = await Promise.all([readColour(clients, settings[colour]), alarms()]);
      const weight = readNumber(facts.weight, 'weight', { min: 0, max: 100 });
      return step(state, colour, { weight, ...times(facts) }, states, settings);
    },
    judge: async (facts) => {
      const colour = readColourName(facts.colour, 'colour');
      const [state, states, { analysis, trouble }] = await Promise.all([
        readColour(clients, settings[colour]),
        alarms(),
        watched(watching, facts),
      ]);
      const bakeSeconds = readNumber(facts.bakeSeconds, 'bakeSeconds', { min: 0, max: 10_000_000 });
      const gone = healthyCount(state) === 0 ? `${colour} has no healthy target any more` : undefined;
      return judge({ alarms: states, bakeSeconds, trouble: gone ?? trouble, analysis, ...times(facts) });
    },
  };
}

function countFacts(facts: Facts) {
  return {
    colour: readColourName(facts.colour, 'colour'),
    needed: readNumber(facts.needed, 'needed', { min: 0, max: 100_000 }),
    version: facts.version === undefined ? undefined : `${facts.version}`,
    ...times(facts),
  };
}

function times(facts: Facts) {
  return { since: readName(facts.since, 'since'), now: readName(facts.now, 'now') };
}
