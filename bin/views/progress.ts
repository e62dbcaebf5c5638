import type { Colour, ColourTraffic, Progress } from '../../rehearsal/report';
import { count, moment } from './amounts';
import { weightBar } from './bar';
import type { Paint } from './paint';

const COLOURS: readonly Colour[] = ['blue', 'green'];
const BAR = 30;

/** What a phase means, for who sees it for the first time. */
const MEANING: Record<Progress['phase'], string> = {
  preparing: 'preflight, then the candidate comes up on the idle colour',
  testing: 'only test traffic reaches the candidate; the hooks judge it',
  waiting: 'a person has to promote it',
  shifting: "users' traffic moves to the candidate, step by step",
  baking: "the candidate has all users' traffic; the other colour stays warm",
  succeeded: 'the candidate is live',
  'rolling-back': "users' traffic returns to the colour that was live",
  'rolled-back': 'the colour that was live is live again',
  refused: 'nothing was touched',
};

/** The live view: several lines, redrawn in place. */
export function renderProgress(progress: Progress, paint: Paint): string[] {
  const { phase, event, weights, firing, unanswered } = progress;
  const back = phase === 'rolling-back' || phase === 'rolled-back';
  const word = back ? paint.bad(phase) : paint.bold(phase);
  return [
    `  ${moment(progress.elapsedSeconds)}  ${word}${event ? ` (${event})` : ''}  ${paint.dim(MEANING[phase])}`,
    `  ${weightBar(weights, BAR, paint)}  ${COLOURS.map((colour) => paint[colour](`${colour} ${percent(weights[colour])}`)).join('  ')}`,
    ...COLOURS.map((colour) => colourLine(progress, colour, paint)),
    ...(unanswered > 0 ? [`  ${paint.bad(`${count(unanswered)} requests got no answer from either colour`)}`] : []),
    `  alarms: ${firing.length > 0 ? paint.bad(`${firing.join(', ')} firing`) : 'none firing'}`,
  ];
}

/** One line, for logs: what a change of it means is worth a line. */
export function describeProgress(progress: Progress): string {
  const { phase, event, weights, healthyTargets, traffic, firing } = progress;
  return [
    `${moment(progress.elapsedSeconds)} ${phase}${event ? ` (${event})` : ''}`,
    COLOURS.map((colour) => `${named(progress, colour)} ${percent(weights[colour])}`).join(', '),
    `healthy ${healthyTargets.blue}/${healthyTargets.green}`,
    `errors ${traffic.blue.errors}/${traffic.green.errors}`,
    ...(firing.length > 0 ? [`firing: ${firing.join(', ')}`] : []),
  ].join(' | ');
}

/** What must change for another line in a log: not the counters, which always change. */
export function progressKey({ phase, event, weights, firing }: Progress): string {
  return JSON.stringify([phase, event, weights, firing]);
}

function colourLine(progress: Progress, colour: Colour, paint: Paint): string {
  const { requests, errors }: ColourTraffic = progress.traffic[colour];
  const label = named(progress, colour).padEnd(17);
  const failed = errors > 0 ? paint.bad(`${count(errors)} errors`) : 'no errors';
  return `  ${paint[colour](label)} ${progress.healthyTargets[colour]} healthy targets, ${count(requests)} requests, ${failed}`;
}

/** The role beside the colour; the idle one is where the candidate comes up. */
function named({ live, phase }: Progress, colour: Colour): string {
  if (colour === live) return `${colour} (live)`;
  return `${colour} (${phase === 'succeeded' || phase === 'rolled-back' ? 'idle' : 'candidate'})`;
}

function percent(weight: number): string {
  return `${Math.round(weight * 10) / 10} %`;
}
