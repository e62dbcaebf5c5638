import type { Colour } from '../../rehearsal/report';
import { isFinal, type Phase } from '../commands/ports';
import type { ReleaseState } from '../commands/release-state';
import { type Paint, plain } from './paint';
import { shortVersion } from './version';

const COLOURS: readonly Colour[] = ['blue', 'green'];

/** What a person can do in a phase. */
const NEXT: Partial<Record<Phase, (service: string) => string>> = {
  waiting: (service) => `it waits for a person: bluegreen promote ${service}, or bluegreen reject ${service}`,
  shifting: (service) => `to go back: bluegreen rollback ${service}`,
  baking: (service) => `to go back at once: bluegreen rollback ${service}`,
  failed: () => 'it ended and was not rolled back: look at the weights, then release a version that works',
};

/** A service and its newest release, several lines. */
export function renderStatus(state: ReleaseState, paint: Paint = plain): string[] {
  const { release, lastRollback, notTakenBack } = state;
  return [
    paint.bold(state.service),
    field('phase', release ? phaseText(release.phase, release.event, paint) : 'never released'),
    ...(release
      ? [field('release', [release.id, release.version, release.description].filter(Boolean).join('  '))]
      : []),
    field(
      'traffic',
      COLOURS.map((colour) => paint[colour](`${named(state, colour)} ${state.weights[colour]} %`)).join('   '),
    ),
    ...healthyLine(state),
    field('alarms', state.firing.length > 0 ? paint.bad(`firing: ${state.firing.join(', ')}`) : 'none firing'),
    ...(state.version ? [field('version', `${shortVersion(state.version)} is live`)] : []),
    ...stepsLine(state),
    ...lookLine(state, paint),
    ...(release?.promotedBy ? [field('promoted', `by ${release.promotedBy}`)] : []),
    ...(release?.reason ? [field('reason', paint.bad(release.reason))] : []),
    ...(lastRollback
      ? [field('before', `${lastRollback.id} went back${lastRollback.reason ? `: ${lastRollback.reason}` : ''}`)]
      : []),
    ...(notTakenBack ? [field('stack', paint.bad(`went back without production: ${notTakenBack.reason}`))] : []),
    ...nextLine(state),
  ];
}

/** The same on one line, for following. */
export function describeProgress(state: ReleaseState): string {
  const { release, firing } = state;
  const weights = COLOURS.map((colour) => `${named(state, colour)} ${state.weights[colour]} %`).join(', ');
  const { healthyTargets } = state;
  return [
    release ? `${release.id} ${phaseText(release.phase, release.event, plain)}` : 'never released',
    weights,
    ...(healthyTargets ? [`healthy ${healthyTargets.blue}/${healthyTargets.green}`] : []),
    ...(firing.length > 0 ? [`firing: ${firing.join(', ')}`] : []),
    ...(release?.reason ? [release.reason] : []),
    ...(release?.halted ? [release.halted] : []),
  ].join(' | ');
}

/** How a release ended, one line. */
export function describeEnd({ service, live, release }: ReleaseState): string {
  switch (release?.phase) {
    case 'succeeded':
      return `${service}: release ${release.id} succeeded, ${live} is live`;
    case 'rolled-back':
      return `${service}: release ${release.id} was rolled back${because(release.reason)}; ${live} is live`;
    case 'failed':
      return `${service}: release ${release.id} failed and was not rolled back${because(release.reason)}`;
    case 'refused':
      return `${service}: release ${release.id} was refused${because(release.reason)}; nothing was touched, ${live} is live`;
    default:
      return release
        ? `${service}: release ${release.id} is ${release.phase}${release.halted ? `, but ${release.halted}` : ''}`
        : `${service} was never released`;
  }
}

function because(reason: string | undefined): string {
  return reason ? ` (${reason})` : '';
}

function phaseText(phase: Phase, event: string | undefined, paint: Paint): string {
  const bad = phase === 'rolling-back' || phase === 'rolled-back' || phase === 'failed' || phase === 'refused';
  const word = bad ? paint.bad(phase) : phase === 'succeeded' ? paint.good(phase) : paint.bold(phase);
  return event ? `${word} (${event})` : word;
}

/** Colour and role together: the colours swap roles on each release. */
function named({ live, release }: ReleaseState, colour: Colour): string {
  if (colour === live) return `${colour} (live)`;
  const running = release && !isFinal(release.phase);
  return running && release.candidate === colour ? `${colour} (candidate)` : `${colour} (idle)`;
}

function targets(count: number): string {
  return count === 1 ? '1 target' : `${count} targets`;
}

function healthyLine({ healthyTargets }: ReleaseState): string[] {
  if (!healthyTargets) return [];
  return [field('healthy', COLOURS.map((colour) => `${colour} ${targets(healthyTargets[colour])}`).join('   '))];
}

/** The verdict on each step so far. */
function stepsLine({ release }: ReleaseState): string[] {
  if (!release || release.steps.length === 0) return [];
  return [field('steps', release.steps.map(({ weight, verdict }) => `${weight} % ${verdict ?? 'bakes'}`).join(', '))];
}

/** What the analysis saw last; a release that went back says so as its reason. */
function lookLine({ release }: ReleaseState, paint: Paint): string[] {
  const look = release?.lastLook;
  if (!look || look.reason === release.reason) return [];
  const verdict =
    look.verdict === 'pass'
      ? paint.good(look.verdict)
      : look.verdict === 'fail'
        ? paint.bad(look.verdict)
        : look.verdict;
  return [
    field(
      'analysis',
      `${verdict} at ${look.at.toISOString().slice(11, 19)}, ${look.weight} % on the candidate: ${look.reason}`,
    ),
  ];
}

function nextLine(state: ReleaseState): string[] {
  const next = nextStep(state);
  return next ? [field('next', next)] : [];
}

/** What a person can do now, or has to. */
export function nextStep({ service, release }: ReleaseState): string | undefined {
  return release?.halted ?? (release && NEXT[release.phase]?.(service));
}

function field(name: string, value: string): string {
  return `  ${name.padEnd(8)} ${value}`;
}
