import type { AlarmState } from './alarms';
import { type Answer, fail, pass, wait } from './answer';
import { type Analysed, firing, nextLook } from './judge';
import type { Phase } from './phase';
import type { Colour } from './questions';

/** A release at one moment, in the words of decision 0008, whoever carries it out. */
export interface View {
  /** Neither CodeDeploy nor ECS itself refuses a release in a phase of its own. */
  readonly phase: Exclude<Phase, 'refused'>;
  /** The colour that was live when it began, and the other one. */
  readonly live: Colour;
  readonly candidate: Colour;
  /** Percent of production traffic on the candidate. */
  readonly weight: number;
  /** Whether nothing more will happen to it. */
  readonly over: boolean;
  /** Why it went back, in the words of who carries it out. */
  readonly reason?: string;
  readonly decidedAt?: string;
  readonly backAt?: string;
  /** When production traffic began to shift, where that is told. */
  readonly shiftedAt?: string;
}

/** What there is to judge a release by. */
export interface Findings {
  readonly alarms: readonly AlarmState[];
  readonly analysis?: Analysed;
  /** What the probe has found. */
  readonly trouble?: string;
  /** For how long the release has been in its phase. */
  readonly phaseSeconds: number;
}

/** Looks while there is no weight yet: the first step shall not be missed for long. */
const BEFORE_WEIGHT_SECONDS = 15;
/** Looks while traffic shifts and nothing is analysed: the steps are written down. */
const STEPS_SECONDS = 30;

/** On, back, or over; with what the watcher writes down. */
export function decide(view: View, findings: Findings): Answer {
  const { phase, live, candidate, weight, over, reason, decidedAt, backAt, shiftedAt } = view;
  const facts = {
    phase,
    live,
    candidate,
    weight,
    over,
    judged: true,
    decidedAt: decidedAt ?? '',
    backAt: backAt ?? '',
    shiftedAt: shiftedAt ?? '',
  };
  if (over) return pass(reason ?? 'the candidate is live', facts);
  const { alarms, analysis, trouble, phaseSeconds } = findings;
  if (phase === 'rolling-back') return { ...wait(whileGoingBack(phaseSeconds), reason ?? ''), ...facts };
  const alarm = firing(alarms.filter(({ state }) => state === 'ALARM'));
  const bad = trouble ?? alarm ?? (analysis?.opinion.verdict === 'fail' ? analysis.opinion.reason : undefined);
  if (bad !== undefined) return { ...fail(bad), ...facts };
  return {
    ...wait(pause(view, phaseSeconds, analysis), analysis?.opinion.reason ?? 'there is nothing to judge by yet'),
    ...facts,
  };
}

function pause({ phase, weight }: View, phaseSeconds: number, analysis: Analysed | undefined): number {
  if (weight === 0) return BEFORE_WEIGHT_SECONDS;
  if (phase === 'baking') return nextLook(phaseSeconds, analysis);
  return analysis ? nextLook(0, analysis) : STEPS_SECONDS;
}

/** A rollback takes seconds; one that does not come needs a person, and nobody has to look at it closely. */
function whileGoingBack(seconds: number): number {
  return seconds < 600 ? 5 : 300;
}
