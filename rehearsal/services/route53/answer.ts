import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import { ALIAS_TTL_SECONDS } from './durations';
import { normalised } from './names';
import { type Records, setsOf } from './records';

/** What a name server answers. */
export interface DnsAnswer {
  readonly code: 'NOERROR' | 'NXDOMAIN' | 'REFUSED';
  /** Addresses, or the name that an alias or CNAME leads to, without its last dot. */
  readonly values: readonly string[];
  /** How long a resolver may keep it. */
  readonly ttlSeconds: number;
  /** Which record of several with the same name was chosen. */
  readonly setIdentifier?: string;
}

/** What an answer depends on beside the records. */
export interface AnswerSurroundings {
  /** Is a record healthy: its health check, and its alias's target when that is to be evaluated? */
  readonly isHealthy: (set: ResourceRecordSet) => boolean;
  readonly zoneId: string;
}

const NOTHING: DnsAnswer = { code: 'NXDOMAIN', values: [], ttlSeconds: 900 };

/**
 * What the name servers of a zone answer (aws-facts section 6). Weighted records: in proportion to the weights of the
 * healthy ones; those with weight 0 only when no other is healthy; all of them when none is healthy; each as likely as
 * the other when all weights are 0.
 *
 * @param random from 0 to below 1
 */
export function answerOf(
  records: Records,
  name: string,
  type: string,
  random: () => number,
  around: AnswerSurroundings,
): DnsAnswer {
  const wanted = normalised(name);
  const exact = setsFor(records, wanted, type);
  const sets = exact.length > 0 ? exact : setsFor(records, wildcardOf(wanted), type);
  if (sets.length === 0) {
    const exists = [...records.values()].some((one) => one.Name === wanted);
    return exists ? { ...NOTHING, code: 'NOERROR' } : NOTHING;
  }
  const chosen = choose(sets, random, around.isHealthy);
  return { ...contentOf(records, chosen, type, random, around), setIdentifier: chosen.SetIdentifier };
}

/** Chooses among the record sets of one name and type. */
export function choose(
  sets: readonly ResourceRecordSet[],
  random: () => number,
  isHealthy: (set: ResourceRecordSet) => boolean,
): ResourceRecordSet {
  const weighted = sets.filter((one) => (one.Weight ?? 1) > 0);
  const zero = sets.filter((one) => one.Weight === 0);
  const considered = weighted.length > 0 ? weighted : zero;
  const candidates =
    [considered.filter(isHealthy), zero.filter(isHealthy)].find((some) => some.length > 0) ?? considered;
  const weightOf = (one: ResourceRecordSet) => one.Weight || 1;
  let left = random() * candidates.reduce((sum, one) => sum + weightOf(one), 0);
  for (const one of candidates) {
    left -= weightOf(one);
    if (left < 0) return one;
  }
  return candidates[candidates.length - 1];
}

function setsFor(records: Records, name: string, type: string): ResourceRecordSet[] {
  const found = setsOf(records, name, type);
  return found.length > 0 || type === 'CNAME' ? found : setsOf(records, name, 'CNAME');
}

function contentOf(
  records: Records,
  { AliasTarget: alias, ResourceRecords, TTL = 0 }: ResourceRecordSet,
  type: string,
  random: () => number,
  around: AnswerSurroundings,
): DnsAnswer {
  const withoutDot = (value: string) => value.replace(/\.$/, '');
  if (!alias) {
    const values = (ResourceRecords ?? []).map((one) => withoutDot(one.Value ?? ''));
    return { code: 'NOERROR', values, ttlSeconds: TTL };
  }
  if (alias.HostedZoneId === around.zoneId) return answerOf(records, alias.DNSName ?? '', type, random, around);
  return { code: 'NOERROR', values: [withoutDot(alias.DNSName ?? '')], ttlSeconds: ALIAS_TTL_SECONDS };
}

function wildcardOf(name: string): string {
  return `\\052.${name.split('.').slice(1).join('.')}`;
}
