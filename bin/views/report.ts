import {
  type Colour,
  type HookReport,
  OUTCOME_TEXT,
  type RehearsalReport,
  type RoleActions,
  type TimelineEntry,
} from '../../rehearsal/report';
import { DNS_CLIENTS } from '../../rehearsal/stage/dns/clients';
import { count, counted, duration, moment, share } from './amounts';
import type { Paint } from './paint';
import { wrap } from './wrap';

/** Columns of a line, where it is ours to break. */
const WIDTH = 100;

/** How much of each list is printed; `--json` has everything. */
const MAX_TIMELINE = 40;
const MAX_NAMES = 6;

/** The end of one rehearsal, as lines; `renderFooter` belongs below the last. */
export function renderReport(report: RehearsalReport, paint: Paint): string[] {
  return [
    '',
    verdictLine(report, paint),
    ...(report.reason ? indented(`why: ${report.reason}`, 2, 7).map(paint.bad) : []),
    ...(report.advice ? indented(`what would help: ${report.advice}`, 2, 7) : []),
    '',
    paint.bold('  What happened') + paint.dim('  (minutes:seconds since the release was asked for)'),
    ...timelineLines(report.timeline, paint),
    '',
    paint.bold('  What users saw'),
    ...usersLines(report, paint),
    ...hooksLines(report.hooks, paint),
    ...permissionsLines(report.permissions, paint),
    ...inertLines(report.inertResourceTypes, paint),
    '',
    paint.dim(
      `  ${duration(report.durationSeconds)} of release in ${duration(report.realSeconds)}, at ${report.speed} times real speed`,
    ),
  ];
}

/** What holds for all rehearsals: what was assumed, and what they are worth. */
export function renderFooter(reports: readonly RehearsalReport[], paint: Paint): string[] {
  return [
    ...switchesLines(
      reports.flatMap(({ switches }) => switches),
      paint,
    ),
    '',
    paint.dim('  This was a rehearsal on this computer and not AWS: a release that passes here can still fail there.'),
  ];
}

/** Several rehearsals side by side. */
export function renderSummary(reports: readonly RehearsalReport[], paint: Paint): string[] {
  const width = Math.max(...reports.map((one) => one.scenario.length));
  return [
    '',
    paint.bold('Summary'),
    ...reports.map((report) => {
      const mark = report.asExpected ? paint.good('as it should    ') : paint.bad('NOT as it should');
      const failed = `${count(report.users.failed)} of ${counted(report.users.requests, 'request')} failed`;
      return `  ${report.scenario.padEnd(width)}  ${mark} ${OUTCOME_TEXT[report.outcome]}; ${failed}`;
    }),
  ];
}

function verdictLine(report: RehearsalReport, paint: Paint): string {
  const { asExpected, outcome, deviation, liveAfter, service } = report;
  const ended = `${OUTCOME_TEXT[outcome]}; ${liveAfter} is live`;
  return asExpected
    ? `${paint.good('✔ ended as it should')}: ${service}: ${ended}`
    : `${paint.bad('✘ did NOT end as it should')}: ${service}: ${ended}, but ${deviation}`;
}

function timelineLines(timeline: readonly TimelineEntry[], paint: Paint): string[] {
  const lines = timeline.map(({ atSeconds, kind, text, bad }) => {
    const said = kind === 'phase' || kind === 'outcome' ? paint.bold(text) : text;
    return `  ${moment(atSeconds).padStart(7)}  ${paint.dim(kind.padEnd(7))}  ${bad ? paint.bad(`✘ ${text}`) : said}`;
  });
  if (lines.length <= MAX_TIMELINE) return lines;
  const half = MAX_TIMELINE / 2;
  return [
    ...lines.slice(0, half),
    paint.dim(`           ... ${lines.length - MAX_TIMELINE} more, see --json`),
    ...lines.slice(-half),
  ];
}

function usersLines(report: RehearsalReport, paint: Paint): string[] {
  const { users, traffic, unanswered, liveBefore, secondsToDetect, detectedSince, secondsToRollBack, recorded } =
    report;
  const line = (colour: Colour) => {
    const { requests, errors } = traffic[colour];
    const role = colour === liveBefore ? 'was live' : 'candidate';
    const failed = errors > 0 ? paint.bad(`${counted(errors, 'error')} (${share(errors, requests)})`) : 'no errors';
    return `    ${paint[colour](`${colour} (${role})`.padEnd(18))} ${counted(requests, 'request')}, ${failed}`;
  };
  const failed =
    users.failed > 0
      ? paint.bad(`${count(users.failed)} failed (${share(users.failed, users.requests)})`)
      : paint.good('none failed');
  return [
    `    ${counted(users.requests, 'request')} in all, ${failed}`,
    ...(users.withoutAnswer > 0
      ? [`    ${count(users.withoutAnswer)} of these got no answer within 10 s, or a connection that broke`]
      : []),
    line('blue'),
    line('green'),
    ...(unanswered > 0
      ? [`    ${'neither'.padEnd(18)} ${paint.bad(`${counted(unanswered, 'request')} that no target could take`)}`]
      : []),
    ...(secondsToDetect === undefined
      ? []
      : [`    sent back ${duration(secondsToDetect)} after the candidate's ${detectedSince}`]),
    ...(recorded === undefined ? [] : recordedLines(recorded)),
    ...(secondsToRollBack === undefined ? [] : backLines(report, duration(secondsToRollBack))),
    ...(report.stragglers === undefined ? [] : stragglerLines(report.stragglers, report.ttlSeconds)),
  ];
}

/** Who compares both wants to know why they differ. */
function recordedLines({ secondsToDetect, differs }: NonNullable<RehearsalReport['recorded']>): string[] {
  return [`    its record says ${duration(secondsToDetect)}${differs === undefined ? ', too' : `: ${differs}`}`];
}

/** Weights of a load balancer hold for the next request, those of a name for the next answer that nobody has kept. */
function backLines({ liveBefore, ttlSeconds }: RehearsalReport, after: string): string[] {
  if (ttlSeconds === undefined) return [`    all users were back on ${liveBefore} ${after} after that decision`];
  return [`    the name led to ${liveBefore} alone ${after} after that decision`];
}

/** What older answers of a name did after its weights had moved for the last time. */
function stragglerLines(stragglers: NonNullable<RehearsalReport['stragglers']>, ttlSeconds = 0): string[] {
  const { colour, requests, seconds, watchedSeconds, hasEnded } = stragglers;
  const { stragglerShare, stragglersKeepMs } = DNS_CLIENTS;
  const until = hasEnded
    ? `the last after ${duration(seconds)}`
    : `and were still coming when the release was over, ${duration(watchedSeconds)} later`;
  return [
    `    ${counted(requests, 'request')} came to ${colour} after its weight was 0, ${until}`,
    `    (resolvers keep an answer for ${duration(ttlSeconds)}; ${share(stragglerShare, 1)} of the users are assumed to keep it for ${duration(stragglersKeepMs / 1000)})`,
  ];
}

function hooksLines(hooks: readonly HookReport[], paint: Paint): string[] {
  if (hooks.length === 0) return [];
  return [
    '',
    paint.bold('  Hooks') + paint.dim('  (your code, asked during the release)'),
    ...hooks.flatMap(({ stage, functionName, verdict, reason, layers }) => {
      const said = verdict === 'pass' ? paint.good('pass') : paint.bad('fail');
      return [
        `    ${said}  ${stage.padEnd(21)}  ${functionName}`,
        ...(layers ? [paint.dim(`          ${layersText(layers)}`)] : []),
        ...(reason ? indented(reason, 10) : []),
      ];
    }),
  ];
}

/** Steps that passed, of those that there are: `deep 1 of 1, transaction 2 of 3`. */
function layersText(layers: NonNullable<HookReport['layers']>): string {
  return Object.entries(layers)
    .map(([layer, { pass, fail, skipped }]) => `${layer} ${pass} of ${pass + fail + skipped}`)
    .join(', ');
}

function permissionsLines(permissions: RehearsalReport['permissions'], paint: Paint): string[] {
  const { used, refused, neverUsed } = permissions;
  const total = (all: readonly RoleActions[]) => all.reduce((sum, { actions }) => sum + actions.length, 0);
  return [
    '',
    paint.bold('  Permissions'),
    `    ${total(used)} used, ${total(refused)} refused, ${total(neverUsed)} granted and never used`,
    ...refused.map((one) => `    ${paint.bad('refused')}     ${one.role}: ${shortened(one.actions)}`),
    ...neverUsed.map((one) => `    never used  ${one.role}: ${shortened(one.actions)}`),
  ];
}

function inertLines(types: readonly string[], paint: Paint): string[] {
  if (types.length === 0) return [];
  return [
    '',
    paint.bold('  Not rehearsed') + paint.dim('  (resources of these types were there, but did nothing)'),
    `    ${shortened(types)}`,
  ];
}

/** Names and values only: there are many, and `--json` has the question of each. */
function switchesLines(switches: RehearsalReport['switches'], paint: Paint): string[] {
  if (switches.length === 0) return [];
  const names = [...new Set(switches.map(({ name, value }) => `${name}=${value}`))].sort();
  return [
    '',
    paint.bold('  Assumed') +
      paint.dim('  (what AWS does here is not certain; --switch tries another value, --json explains)'),
    ...indented(names.join(', '), 4).map(paint.dim),
  ];
}

/** A text broken into indented lines, those after the first as deep as `following`. */
function indented(text: string, first: number, following = first): string[] {
  return wrap(text, WIDTH - following).map((line, index) => ' '.repeat(index === 0 ? first : following) + line);
}

function shortened(names: readonly string[]): string {
  const more = names.length - MAX_NAMES;
  return names.slice(0, MAX_NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
