import { AwsError } from '../aws-error';
import { rootOf } from '../principal';
import type { Colour, Outcome, Progress, TimelineEntry } from '../report';
import type { Scenario } from '../scenarios';
import type { World } from '../world';
import { Happenings, type Note } from './happenings';
import { Observer } from './observer';
import type { RecordedTimes } from './recorded-times';
import { other } from './shares';
import { changesBetween } from './timeline';
import type { TrafficCounter } from './traffic-counter';
import type { Asks, StartedRelease, Workload } from './workload';

/** Real milliseconds between two looks. */
const LOOK_EVERY_MS = 50;

/** Rehearsal hours after which a release that has not ended is given up: longer than any wait that CodeDeploy allows for a task. */
const GIVE_UP_AFTER_HOURS = 6;

export interface ReleaseRun {
  readonly world: World;
  readonly workload: Workload;
  readonly scenario: Scenario;
  readonly live: Colour;
  readonly counter: TrafficCounter;
  readonly approve: 'auto' | Asks;
  readonly onProgress: (progress: Progress) => void;
  readonly signal: AbortSignal;
}

/** What a release left behind. */
export interface ReleaseResult {
  readonly outcome: Outcome;
  readonly timeline: TimelineEntry[];
  /** Why it went back or was refused, in one sentence. */
  readonly reason?: string;
  /** Rehearsal seconds at which the decision to go back, and all traffic back on live, were first seen. */
  readonly decidedAt?: number;
  readonly backAt?: number;
  readonly firstShiftAt?: number;
  /** What the release's record says of the way back. */
  readonly recorded?: RecordedTimes;
  readonly seconds: number;
}

/** Releases the candidate, makes happen what the scenario says, and watches until all is over. */
export async function runRelease(run: ReleaseRun): Promise<ReleaseResult> {
  const { workload, scenario, live } = run;
  const observer = new Observer(run.world.aws, workload, live, run.counter);
  const timeline: TimelineEntry[] = [];
  const note: Note = (kind, text, bad = false) =>
    timeline.push({ atSeconds: observer.elapsedSeconds, kind, text, bad });

  if (scenario.happening === 'alarm-fires-before') note('fault', await fireAlarm(run), true);
  if (scenario.happening === 'weights-changed-before') {
    await workload.setWeights?.(live === 'blue' ? { blue: 90, green: 10 } : { blue: 10, green: 90 });
    note('person', 'somebody moves a tenth of production traffic by hand', true);
  }
  const description = `rehearsal: ${scenario.name}`;
  const commitTime = new Date(run.world.clock.now()).toISOString();
  const release = await workload.start({ description, commitTime, live }).catch(refusalOf);
  if (typeof release === 'string') {
    note('outcome', `refused: ${release}`, true);
    return { outcome: 'refused', timeline, reason: release, seconds: observer.elapsedSeconds };
  }
  note('phase', `release ${release.id} is asked for`);
  return watch(run, release, observer, timeline, note);
}

async function watch(
  run: ReleaseRun,
  release: StartedRelease,
  observer: Observer,
  timeline: TimelineEntry[],
  note: Note,
): Promise<ReleaseResult> {
  const { workload, live, approve } = run;
  const happenings = new Happenings({ workload, release, happening: run.scenario.happening, approve, note });
  const moments: { decidedAt?: number; backAt?: number; firstShiftAt?: number } = {};
  let before: Progress | undefined;
  for (;;) {
    const state = await release.look();
    const now = await observer.progress(state);
    timeline.push(...changesBetween(before, now));
    run.onProgress(now);
    if (now.weights[other(live)] > 0) moments.firstShiftAt ??= now.elapsedSeconds;
    if (state.wayBack) {
      moments.decidedAt ??= observer.secondsAt(state.wayBack.decidedAt);
      if (now.weights[live] === 100) moments.backAt ??= observer.secondsAt(state.wayBack.endedAt);
    }
    const outcome = state.outcome ?? (observer.elapsedSeconds > GIVE_UP_AFTER_HOURS * 3600 ? 'timed-out' : undefined);
    if (outcome) {
      const { lines, reason, recorded } = await release.story();
      timeline.push(...lines);
      timeline.sort((a, b) => a.atSeconds - b.atSeconds);
      return { outcome, timeline, reason, recorded, ...moments, seconds: observer.elapsedSeconds };
    }
    await happenings.consider(state, now);
    before = now;
    await run.world.clock.sleep(LOOK_EVERY_MS * run.world.speed, run.signal);
    run.signal.throwIfAborted();
  }
}

/** Puts the first rollback alarm into ALARM; returns what to note. */
async function fireAlarm({ world: { aws }, workload }: ReleaseRun): Promise<string> {
  const [name] = workload.alarms;
  const cloudWatch = aws.cloud.client(aws.cloudWatch, rootOf(aws.cloud.account));
  await cloudWatch.SetAlarmState({ AlarmName: name, StateValue: 'ALARM', StateReason: 'the rehearsal says so' });
  return `alarm ${name} is firing before the release`;
}

function refusalOf(error: unknown): string {
  if (error instanceof AwsError) return error.message;
  throw error;
}
