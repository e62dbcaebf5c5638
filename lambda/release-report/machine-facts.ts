import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { otherThan, readColour } from '../shared/release/questions';
import type { Phase, Settings } from './environment';
import type { Facts } from './metrics';

type Item = Readonly<Record<string, AttributeValue>>;

/** What the machine writes where nothing was said. */
const NOTHING_SAID = new Set(['', '-', 'unknown']);

/** What an event of the state machine and the record of its release tell. */
export function machineFacts(
  detail: Readonly<Record<string, unknown>>,
  item: Item,
  { construct, kind, links }: Settings,
): Facts {
  const phase = String(detail.phase) as Phase;
  const previous = readColour(detail.live, 'live');
  const candidate = otherThan(previous);
  const steps = stepsOf(item);
  const execution = text(item, 'execution') ?? (typeof detail.execution === 'string' ? detail.execution : '');
  return {
    construct,
    kind,
    release: String(detail.release),
    phase,
    live: phase === 'succeeded' || phase === 'baking' ? candidate : previous,
    candidate,
    reason: text(item, 'reason') ?? (typeof detail.reason === 'string' && detail.reason ? detail.reason : undefined),
    who: text(item, 'who'),
    description: text(item, 'description'),
    commitTime: text(item, 'commitTime'),
    startedAt: text(item, 'startedAt'),
    shiftedAt: steps[0]?.at,
    fullAt: steps.find(({ weight }) => weight === 100)?.at,
    decidedAt: text(item, 'decidedAt'),
    backAt: text(item, 'backAt'),
    endedAt: text(item, 'endedAt'),
    steps,
    analysis: analysisOf(item),
    links: {
      console: `${links.console}${execution}`,
      log: links.log,
      ...(phase === 'waiting' && answersOf(String(detail.release), links)),
    },
  };
}

function answersOf(release: string, { promote, reject }: Settings['links']): Partial<Settings['links']> {
  return promote && reject ? { promote: `${promote}${release}`, reject: `${reject}${release}` } : {};
}

/** What the analysis came to, where there is one. */
export function analysisOf(item: Item): Facts['analysis'] {
  const { M: analysis } = item.analysis ?? {};
  const [verdict, reason] = [analysis?.verdict?.S, analysis?.reason?.S];
  return verdict === undefined ? undefined : { verdict, reason: reason ?? '' };
}

/** A text attribute; undefined when it is absent or says nothing. */
export function text(item: Item, name: string): string | undefined {
  const value = item[name]?.S;
  return value === undefined || NOTHING_SAID.has(value) ? undefined : value;
}

function stepsOf({ steps }: Item): NonNullable<Facts['steps']> {
  return Object.entries(steps?.M ?? {})
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, { M: step = {} }]) => ({
      weight: Number(step.weight?.N ?? 0),
      at: step.at?.S ?? '',
      ...(step.reason?.S !== undefined && { reason: step.reason.S }),
    }));
}
