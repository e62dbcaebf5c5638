import { look as judge } from '../../analysis/look';
import type { Step } from '../../analysis/sample';
import { begin, judgedFrom, type State } from '../../analysis/state';
import type { Log } from '../log';
import { messageOf } from '../message-of';
import type { Colour } from '../release/questions';
import type { Entry, Ledger } from './ledger';
import { type ClientOf, type Metrics, readMetrics } from './metric-reading';
import type { AnalysisSettings } from './settings';

/** A release at one moment, as whoever looks has found it. */
export interface Moment {
  readonly release: string;
  /** The colour that was live when the release began; asked of AWS, never assumed. */
  readonly live: Colour;
  /** Percent of production traffic on the candidate. */
  readonly weight: number;
  /** Milliseconds of the release's clock. */
  readonly now: number;
  /** When the weight became what it is, where that is known. */
  readonly since?: number;
  /** When the candidate got its first weight, where only that is known. */
  readonly shiftedAt?: number;
}

/** What the analysis says. */
export interface Opinion {
  readonly verdict: 'pass' | 'wait' | 'fail';
  readonly reason: string;
}

/** What live did before a release is read from so long before it. */
const BASELINE_MS = 3_600_000;
/** A release that nobody looked at for long is judged by what is left of it: more than that is one call too large. */
const MOST_MS = 6 * 3_600_000;

/**
 * Looks at a release: reads what is not judged for good yet, has it judged, and keeps what that says.
 *
 * It never throws. What cannot be read or written is doubt, and how long doubt may last is the settings' to say. A verdict that could not
 * be written down holds nevertheless.
 */
export class Analyst {
  /** Beside the entry, for when the table cannot be read either. */
  private blindSince?: number;

  constructor(
    private readonly settings: AnalysisSettings,
    private readonly ledger: Ledger,
    private readonly clientOf: ClientOf,
    private readonly log: Log,
  ) {}

  public async look(moment: Moment): Promise<Opinion> {
    const { release } = moment;
    let entry: Entry | undefined;
    try {
      entry = await this.ledger.load(release);
      if (entry?.verdict === 'fail') return entry;
      if (entry && !isDue(entry, moment, this.settings)) return entry;
      return await this.lookAnew(moment, entry);
    } catch (error) {
      return this.blind(moment, entry, messageOf(error));
    }
  }

  /** Names of the measures of which CloudWatch has nothing for the live colour, in the hour before. */
  public async measuresWithoutData(live: Colour, now: number): Promise<string[]> {
    const { plan, sources } = this.settings;
    const { samples, requests } = await readMetrics(this.clientOf, this.settings, live, {
      from: now - BASELINE_MS,
      to: now,
      now,
    });
    const without = plan.measures
      .filter(({ name, role }) => role !== 'muted' && sources[name] !== undefined)
      .filter(({ name }) => !samples.some((one) => one.measure === name && one.live !== undefined))
      .map(({ name }) => name);
    return requests.some((one) => one.live > 0) ? without : ['requests', ...without];
  }

  /**
   * Has a release fail before it has begun, with this reason.
   *
   * @throws when that cannot be written down
   */
  public async refuse({ release, live, weight, now }: Moment, reason: string): Promise<void> {
    const entry = await this.ledger.load(release);
    const version = (entry?.version ?? 0) + 1;
    await this.ledger.save(release, { version, live, steps: [], lookedAt: now, verdict: 'fail', reason }, now);
    await this.ledger.record(release, { at: now, weight, verdict: 'fail', reason, measures: [], rules: [] });
  }

  /** Why a release has failed; undefined when it has not, or when that cannot be read. */
  public async whyFailed(release: string): Promise<string | undefined> {
    const entry = await this.ledger.load(release).catch(() => undefined);
    return entry?.verdict === 'fail' ? entry.reason : undefined;
  }

  private async lookAnew(moment: Moment, entry: Entry | undefined): Promise<Opinion> {
    const { settings } = this;
    const { now, live, weight, release } = moment;
    if (entry && entry.live !== live) {
      throw new Error(
        `${entry.live} was live when the release began and now ${live} is said to be; nothing can be compared`,
      );
    }
    const steps = stepsOf(entry?.steps ?? [], moment);
    const state = entry?.state ?? (await this.beginning(live, steps, now));
    const metrics = await readMetrics(this.clientOf, settings, live, {
      from: Math.max(judgedFrom(state), now - MOST_MS),
      to: now,
      now,
    });
    const seen = judge(settings.plan, state, { ...metrics, steps }, now);
    const verdict = weight === 0 && seen.verdict.kind !== 'fail' ? 'pass' : seen.verdict.kind;
    const next: Entry = {
      version: (entry?.version ?? 0) + 1,
      live,
      state: seen.state,
      steps,
      lookedAt: now,
      verdict,
      reason: seen.reason,
    };
    this.blindSince = undefined;
    await this.keep(release, next, moment, seen);
    return next;
  }

  /** A second watcher that was quicker has kept its look; then this one is not kept, and what it says holds all the same. */
  private async keep(release: string, next: Entry, { now, weight }: Moment, seen: ReturnType<typeof judge>) {
    const { verdict, reason } = next;
    try {
      if (!(await this.ledger.save(release, next, now))) return;
      const { measures, rules } = seen;
      await this.ledger.record(release, { at: now, weight, verdict, reason, measures, rules });
      this.log({ event: 'look', release, weight, verdict, reason, measures, rules });
    } catch (error) {
      this.log({ level: 'error', event: 'not-recorded', release, reason: messageOf(error), verdict });
    }
  }

  private async beginning(live: Colour, steps: readonly Step[], now: number): Promise<State> {
    const until = steps.find(({ weight }) => weight > 0)?.at ?? now;
    const span = { from: until - BASELINE_MS, to: until, now };
    const baseline: Metrics = await readMetrics(this.clientOf, this.settings, live, span);
    return begin(this.settings.plan, baseline, until);
  }

  /** Nothing is known, which is doubt, until it has lasted too long. */
  private async blind(moment: Moment, entry: Entry | undefined, problem: string): Promise<Opinion> {
    const { now, weight, release, live } = moment;
    const { seconds, action } = this.settings.blind;
    const since = Math.min(entry?.blindSince ?? this.blindSince ?? now, now);
    this.blindSince = since;
    const blindFor = Math.round((now - since) / 1000);
    const late = weight > 0 && blindFor >= seconds;
    const reason = `the analysis sees nothing${blindFor > 0 ? ` for ${blindFor} seconds` : ''}: ${problem}`;
    const verdict = !late ? 'wait' : this.settings.plan.dryRun ? 'pass' : action;
    this.log({ level: 'error', event: 'blind', release, weight, verdict, reason });
    const next: Entry = {
      live,
      ...(entry?.state && { state: entry.state }),
      version: (entry?.version ?? 0) + 1,
      steps: stepsOf(entry?.steps ?? [], moment),
      lookedAt: now,
      verdict: verdict === 'fail' ? 'fail' : 'wait',
      reason,
      blindSince: since,
    };
    await Promise.all([
      this.ledger.save(release, next, now),
      this.ledger.record(release, { at: now, weight, verdict, reason, measures: [], rules: [] }),
    ]).catch(() => undefined);
    return { verdict, reason };
  }
}

/** A look a little before its time is as good, and a change of the weight is not to be missed. */
function isDue({ lookedAt, steps }: Entry, moment: Moment, { lookSeconds }: AnalysisSettings): boolean {
  return stepsOf(steps, moment) !== steps || moment.now - lookedAt >= lookSeconds * 900;
}

/** A weight that has changed is a step, from the time that is known of it, or from now. */
export function stepsOf(steps: readonly Step[], { weight, now, since, shiftedAt }: Moment): readonly Step[] {
  const last = steps.at(-1);
  if ((last?.weight ?? 0) === weight / 100) return steps;
  const at = since ?? (steps.some((one) => one.weight > 0) ? undefined : shiftedAt) ?? now;
  return [...steps, { at: Math.max(at, last?.at ?? 0), weight: weight / 100 }];
}
