import { accessSync, constants, existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { DrawnDashboard } from '../../rehearsal/dashboard/drawn-dashboard';
import type { RehearseOptions } from '../../rehearsal/rehearse';
import type { Asks } from '../../rehearsal/release/workload';
import type { Progress, RehearsalReport } from '../../rehearsal/report';
import type { Scenario } from '../../rehearsal/scenarios';
import type { Picture } from '../views/dashboard/page';
import type { Paint } from '../views/paint';
import { renderFooter, renderReport, renderSummary } from '../views/report';
import { findAssembly } from './app';
import { numberOption, pairsOption } from './number-option';
import { Problem } from './problem';
import type { Ended } from './voice';

export const summary = 'run a whole release on this computer: both colours, real traffic, the real hooks';

/** What is typed. */
export interface RehearseArguments {
  readonly app?: string;
  readonly assembly?: string;
  readonly scenario: readonly string[];
  readonly speed: string;
  readonly rate: string;
  readonly live?: string;
  readonly candidate?: string;
  readonly approve: string;
  readonly switch: readonly string[];
  readonly json?: string;
  readonly service?: string;
  readonly after?: readonly string[];
  readonly dashboard?: string;
}

/** What the command needs from the world. */
export interface RehearsalPorts {
  readonly rehearse: (options: RehearseOptions) => Promise<RehearsalReport>;
  readonly scenarios: readonly Scenario[];
  /** The command that runs the app when none is given. */
  readonly defaultApp: string;
  /** Asks the person at the gate. */
  readonly ask: Asks;
  readonly say: (line: string) => void;
  /** Shows how far it is. */
  readonly show: (progress: Progress) => void;
  /** Clears what `show` has left. */
  readonly done: () => void;
  readonly paint: Paint;
  readonly signal: AbortSignal;
}

/** Rehearses one scenario after the other. Exit status 1 when one of them did not end as it should. */
export async function rehearse(args: RehearseArguments, ports: RehearsalPorts): Promise<Ended> {
  const options = readArguments(args, ports);
  const scenarios = args.scenario.map((name) => findScenario(name, ports.scenarios));
  for (const name of args.after ?? []) findScenario(name, ports.scenarios);
  if (args.json !== undefined && args.json !== '-') requireWritable('--json', args.json);
  if (args.dashboard !== undefined) requireWritable('--dashboard', args.dashboard);
  const assembly = await findAssembly({ app: args.app, assembly: args.assembly, signal: ports.signal });
  if (args.live === undefined) ports.say(ports.paint.dim('no --live: a small example app stands in for both versions'));
  const reports: RehearsalReport[] = [];
  const pictures: Picture[] = [];
  try {
    for (const [index, scenario] of scenarios.entries()) {
      if (index > 0) ports.say('');
      const count = scenarios.length > 1 ? ` (${index + 1} of ${scenarios.length})` : '';
      ports.say(ports.paint.bold(`Rehearsal '${scenario.name}'${count}: ${scenario.summary}`));
      const run = ports.rehearse({
        ...options,
        assembly: assembly.directory,
        scenario: scenario.name,
        onDashboards:
          args.dashboard === undefined ? undefined : (all) => pictures.push(...captioned(all, args, scenario)),
      });
      const report = await run.finally(ports.done);
      reports.push(report);
      for (const line of renderReport(report, ports.paint)) ports.say(line);
    }
  } finally {
    assembly.dispose();
  }
  if (reports.length > 1) for (const line of renderSummary(reports, ports.paint)) ports.say(line);
  for (const line of renderFooter(reports, ports.paint)) ports.say(line);
  if (args.dashboard !== undefined) await drawInto(args.dashboard, pictures, ports.say);
  const json = reports.length === 1 ? reports[0] : reports;
  if (args.json !== undefined && args.json !== '-') writeJson(args.json, json, ports.say);
  return { exitStatus: reports.every((one) => one.asExpected) ? 0 : 1, json };
}

function captioned(
  dashboards: readonly DrawnDashboard[],
  { after = [] }: RehearseArguments,
  { name }: Scenario,
): Picture[] {
  const order = [...after, name].map((one) => `'${one}'`).join(', then ');
  const caption = `What CloudWatch would show of a rehearsal: ${order}. Rehearsal time, ${new Date(dashboards[0]?.from ?? 0).toISOString().slice(0, 10)}.`;
  return dashboards.map((dashboard) => ({ caption, dashboard }));
}

/** Drawing is loaded when it is asked for: it is a tenth of the program. */
async function drawInto(file: string, pictures: readonly Picture[], say: (line: string) => void): Promise<void> {
  if (pictures.length === 0) return say('the app has no dashboard; give it a ReleaseDashboard');
  const { dashboardPage } = await import('../views/dashboard/page');
  write('--dashboard', file, dashboardPage(pictures));
  say(`the dashboards are drawn in ${file}`);
}

type Fixed = Omit<RehearseOptions, 'assembly' | 'scenario' | 'onDashboards'>;

function readArguments(args: RehearseArguments, ports: RehearsalPorts): Fixed {
  return {
    service: args.service,
    after: args.after,
    speed: numberOption('--speed', args.speed, { min: 1, max: 1000 }),
    rate: numberOption('--rate', args.rate, { min: 1, max: 5000, whole: true }),
    live: command('--live', args.live) ?? ports.defaultApp,
    candidate: command('--candidate', args.candidate),
    approve: approver(args.approve, ports),
    switches: pairsOption('--switch', args.switch),
    onProgress: ports.show,
    say: ports.say,
    signal: ports.signal,
  };
}

function approver(text: string, { ask }: RehearsalPorts): RehearseOptions['approve'] {
  if (text === 'auto') return 'auto';
  if (text === 'ask') return ask;
  throw new Problem(`'--approve' must be auto or ask, got '${text}'`);
}

function command(option: string, text: string | undefined): string | undefined {
  if (text?.trim() === '') throw new Problem(`'${option}' must be a command line, got an empty text`);
  return text;
}

function findScenario(name: string, scenarios: readonly Scenario[]): Scenario {
  const found = scenarios.find((one) => one.name === name);
  if (found) return found;
  throw new Problem(`there is no scenario '${name}'; there are: ${scenarios.map((one) => one.name).join(', ')}`);
}

/** Asked first: a report that cannot be written would be told at the end of all rehearsals only. */
function requireWritable(option: string, file: string): void {
  try {
    accessSync(existsSync(file) ? file : path.dirname(file), constants.W_OK);
  } catch (cause) {
    throw unwritable(option, file, cause);
  }
}

function writeJson(file: string, json: unknown, say: (line: string) => void): void {
  write('--json', file, `${JSON.stringify(json, null, 2)}\n`);
  say(`the whole report is in ${file}`);
}

function write(option: string, file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    throw unwritable(option, file, cause);
  }
}

function unwritable(option: string, file: string, cause: unknown): Problem {
  return new Problem(
    `the ${option === '--json' ? 'report' : 'picture'} cannot be written to '${file}' (${(cause as NodeJS.ErrnoException).code}); name another file with ${option}`,
    2,
    { cause },
  );
}
