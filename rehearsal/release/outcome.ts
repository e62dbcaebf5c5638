import { type Colour, type HookReport, OUTCOME_TEXT, type RehearsalReport } from '../report';
import { expectedOutcome, isExpected, type Scenario } from '../scenarios';
import type { LoadReport } from '../stage/load';
import { type DetectionMoments, detectionOf } from './detection';
import type { ReleaseResult } from './run-release';
import { other } from './shares';
import { type StragglerFacts, stragglersOf } from './stragglers';
import type { TrafficCounter } from './traffic-counter';
import type { Workload } from './workload';

export interface OutcomeFacts {
  readonly scenario: Scenario;
  readonly workload: Pick<Workload, 'kind' | 'path' | 'isAnalysed' | 'traffic' | 'ttlSeconds'>;
  readonly result: ReleaseResult;
  readonly liveBefore: Colour;
  readonly liveAfter: Colour;
  readonly counter: TrafficCounter;
  readonly load: LoadReport;
  readonly hooks: readonly HookReport[];
  readonly permissions: RehearsalReport['permissions'];
  readonly inertResourceTypes: readonly string[];
  readonly switches: RehearsalReport['switches'];
  readonly realSeconds: number;
  readonly speed: number;
  /** When the release was asked for, in rehearsal milliseconds. */
  readonly startedAt: number;
}

/** Puts the report together. Pure. */
export function reportOf(facts: OutcomeFacts): RehearsalReport {
  const { scenario, result, liveBefore, liveAfter, counter, load } = facts;
  const candidate = other(liveBefore);
  const asExpected = endedAsExpected(facts);
  const endedWell = result.outcome === 'succeeded';
  const withoutAnswer = load.connectionErrors + load.timeouts;
  return {
    scenario: scenario.name,
    service: facts.workload.path,
    expected: expectedOutcome(scenario, facts.workload),
    outcome: result.outcome,
    asExpected,
    deviation: asExpected ? undefined : deviationOf(facts),
    reason: endedWell ? undefined : (result.reason ?? 'nothing says why'),
    advice: asExpected ? undefined : adviceFor(facts),
    timeline: result.timeline,
    traffic: counter.traffic,
    unanswered: counter.unanswered,
    liveBefore,
    liveAfter,
    users: { requests: load.requests + withoutAnswer, failed: load.serverErrors + withoutAnswer, withoutAnswer },
    durationSeconds: result.seconds,
    ...detectionOf(momentsOf(facts, counter.firstBadAnswer(candidate))),
    secondsToRollBack: secondsToRollBack(result),
    ttlSeconds: facts.workload.ttlSeconds,
    stragglers: facts.workload.ttlSeconds === undefined ? undefined : stragglersOf(lateOnes(facts)),
    hooks: facts.hooks,
    permissions: facts.permissions,
    inertResourceTypes: facts.inertResourceTypes,
    switches: facts.switches,
    realSeconds: facts.realSeconds,
    speed: facts.speed,
  };
}

/** The outcome is the one that the scenario names, and the colours are where that outcome leaves them. */
function endedAsExpected({ scenario, workload, result, liveBefore, liveAfter, counter }: OutcomeFacts): boolean {
  if (!isExpected(scenario, workload, result.outcome)) return false;
  if ((result.outcome === 'succeeded') !== (liveAfter !== liveBefore)) return false;
  if (scenario.neverShifts && workload.traffic.hasTestTraffic) return result.firstShiftAt === undefined;
  return !scenario.neverShifts || counter.traffic[other(liveBefore)].requests === 0;
}

/** What is wrong with the end, after "but". */
function deviationOf({ scenario, workload, result, liveBefore, liveAfter }: OutcomeFacts): string {
  if (!isExpected(scenario, workload, result.outcome)) {
    return `it should have been: ${OUTCOME_TEXT[expectedOutcome(scenario, workload)]}`;
  }
  if ((result.outcome === 'succeeded') !== (liveAfter !== liveBefore)) return `then ${other(liveAfter)} should be live`;
  return 'users had met the candidate by then: it should have gone back before production traffic shifts';
}

/** What would have sent the release back, or sooner, as far as that can be told. */
function adviceFor({ scenario, result }: OutcomeFacts): string | undefined {
  const late = result.timeline.find(({ kind, bad }) => kind === 'alarm' && bad);
  if (result.outcome === 'succeeded' && late) {
    return `${late.text}, but only when the release was over: a longer 'bakeTime', or an alarm that needs fewer minutes, would have sent it back`;
  }
  const look = result.timeline.findLast(({ kind }) => kind === 'look');
  if (result.outcome === 'succeeded' && look?.text.includes('dry run: would have sent it back')) {
    return "the analysis saw it, and would have sent it back: leave 'dryRun' out, and it does";
  }
  return result.outcome === 'succeeded' || scenario.neverShifts ? scenario.unnoticed : undefined;
}

/** In seconds since the release was asked for. */
function momentsOf({ result, startedAt }: OutcomeFacts, firstBadAt: number | undefined): DetectionMoments {
  const secondsAt = (time: number) => (time - startedAt) / 1000;
  const { firstShiftAt, decidedAt, recorded } = result;
  return {
    firstShiftAt,
    decidedAt,
    ...(firstBadAt !== undefined && { firstBadAt: secondsAt(firstBadAt) }),
    ...(recorded && {
      recorded: { shiftedAt: secondsAt(recorded.shiftedAt), decidedAt: secondsAt(recorded.decidedAt) },
    }),
  };
}

/** The last change of weights took everything from one colour. */
function lateOnes({ result, liveAfter, counter, startedAt }: OutcomeFacts): StragglerFacts {
  const colour = other(liveAfter);
  const leftAt = result.timeline.findLast(({ kind }) => kind === 'weights')?.atSeconds;
  const requestsSince = (seconds: number) => {
    const late = counter.requestsAfter(colour, startedAt + seconds * 1000);
    return new Map([...late].map(([second, requests]) => [second - startedAt / 1000, requests]));
  };
  return { colour, leftAt, endedAt: result.seconds, requestsSince };
}

function secondsToRollBack({ backAt, decidedAt, firstShiftAt }: ReleaseResult): number | undefined {
  if (backAt === undefined || firstShiftAt === undefined) return undefined;
  return backAt - (decidedAt ?? backAt);
}
