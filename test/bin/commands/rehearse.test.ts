import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type RehearsalPorts, type RehearseArguments, rehearse } from '../../../bin/commands/rehearse';
import { plain } from '../../../bin/views/paint';
import type { RehearseOptions } from '../../../rehearsal/rehearse';
import type { RehearsalReport } from '../../../rehearsal/report';
import { SCENARIOS } from '../../../rehearsal/scenarios';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'rehearse-test-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function args(more: Partial<RehearseArguments> = {}): RehearseArguments {
  return { assembly: '.', scenario: ['good'], speed: '80', rate: '50', approve: 'auto', switch: [], ...more };
}

/** A stage that plays nothing, and remembers what was asked. */
function stage(asExpected = true) {
  const [asked, lines]: [RehearseOptions[], string[]] = [[], []];
  const ports: RehearsalPorts = {
    rehearse: async (options) => {
      asked.push(options);
      return report(options.scenario, asExpected);
    },
    scenarios: SCENARIOS,
    defaultApp: 'node example.js',
    ask: async () => 'reject',
    say: (line) => void lines.push(line),
    show: () => undefined,
    done: () => undefined,
    paint: plain,
    signal: new AbortController().signal,
  };
  return { asked, lines, ports };
}

function report(scenario: string, asExpected: boolean): RehearsalReport {
  return {
    scenario,
    service: 'Shop/Orders',
    expected: 'succeeded',
    outcome: asExpected ? 'succeeded' : 'rolled-back',
    asExpected,
    timeline: [],
    traffic: { blue: { requests: 1, errors: 0 }, green: { requests: 1, errors: 0 } },
    unanswered: 0,
    liveBefore: 'blue',
    liveAfter: 'green',
    users: { requests: 2, failed: 0, withoutAnswer: 0 },
    durationSeconds: 1,
    hooks: [],
    permissions: { used: [], refused: [], neverUsed: [] },
    inertResourceTypes: [],
    switches: [],
    realSeconds: 1,
    speed: 80,
  };
}

describe('bluegreen rehearse', () => {
  test('hands what was typed to the rehearsal', async () => {
    const { asked, ports } = stage();

    await rehearse(args({ candidate: 'node new.js', switch: ['a.b=c=d'], service: 'Orders', speed: '60.5' }), ports);

    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      assembly: process.cwd(),
      scenario: 'good',
      service: 'Orders',
      speed: 60.5,
      rate: 50,
      live: 'node example.js',
      candidate: 'node new.js',
      approve: 'auto',
      switches: { 'a.b': 'c=d' },
    });
  });

  test('asks the person at the gate when told to', async () => {
    const { asked, ports } = stage();
    await rehearse(args({ approve: 'ask' }), ports);
    expect(asked[0].approve).toBe(ports.ask);
  });

  test('rehearses scenario after scenario and sums up', async () => {
    const { asked, lines, ports } = stage();

    const { exitStatus } = await rehearse(args({ scenario: ['good', 'errors'] }), ports);

    expect(exitStatus).toBe(0);
    expect(asked.map(({ scenario }) => scenario)).toEqual(['good', 'errors']);
    expect(lines.slice(lines.indexOf('Summary'))).toHaveLength(5);
    expect(lines.filter((line) => line.includes('not AWS'))).toHaveLength(1);
  });

  test('ends in 1 when the release did not end as it should', async () => {
    expect((await rehearse(args(), stage(false).ports)).exitStatus).toBe(1);
  });

  test('writes the whole report as JSON', async () => {
    const file = path.join(directory, 'report.json');
    await rehearse(args({ json: file }), stage().ports);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(report('good', true));
  });

  test('draws the dashboards of all rehearsals into one page, each with what it is of', async () => {
    const file = path.join(directory, 'board.html');
    const { ports, lines } = stage();
    const drawing: RehearsalPorts = {
      ...ports,
      rehearse: (options) => {
        options.onDashboards?.([{ name: `Board ${options.scenario}`, from: 0, to: 60_000, widgets: [] }]);
        return ports.rehearse(options);
      },
    };

    await rehearse(args({ scenario: ['good', 'errors'], after: ['slow'], dashboard: file }), drawing);

    const page = readFileSync(file, 'utf8');
    expect(page.match(/<h1>[^<]*/g)).toEqual(['<h1>Board good', '<h1>Board errors']);
    expect(page).toContain("'slow', then 'errors'");
    expect(lines).toContain(`the dashboards are drawn in ${file}`);
  });

  test('says so when the app has no dashboard to draw, and asks for none when none is wanted', async () => {
    const { ports, lines, asked } = stage();
    await rehearse(args({ dashboard: path.join(directory, 'board.html') }), ports);
    await rehearse(args(), ports);

    expect(lines).toContain('the app has no dashboard; give it a ReleaseDashboard');
    expect(asked.map(({ onDashboards }) => onDashboards !== undefined)).toEqual([true, false]);
  });

  test.each<[Partial<RehearseArguments>, string]>([
    [{ after: ['bad'] }, "there is no scenario 'bad'; there are: good, errors"],
    [
      { dashboard: '/not/there/board.html' },
      "the picture cannot be written to '/not/there/board.html' (ENOENT); name another file with --dashboard",
    ],
    [{ scenario: ['good', 'bad'] }, "there is no scenario 'bad'; there are: good, errors"],
    [{ speed: 'fast' }, "'--speed' must be a number from 1 to 1000, got 'fast'"],
    [{ speed: '0' }, "'--speed' must be a number from 1 to 1000, got '0'"],
    [{ rate: '1.5' }, "'--rate' must be a whole number from 1 to 5000, got '1.5'"],
    [{ rate: '' }, "'--rate' must be a whole number"],
    [{ approve: 'yes' }, "'--approve' must be auto or ask, got 'yes'"],
    [{ switch: ['x'] }, "'--switch' must be NAME=VALUE, got 'x'"],
    [{ live: ' ' }, "'--live' must be a command line, got an empty text"],
    [
      { json: '/not/there/report.json' },
      "the report cannot be written to '/not/there/report.json' (ENOENT); name another file with --json",
    ],
    [{ app: 'x' }, 'give either --app or --assembly, not both'],
  ])('refuses %j before anything runs', async (more, message) => {
    const { asked, ports } = stage();
    await expect(rehearse(args(more), ports)).rejects.toThrow(message);
    expect(asked).toEqual([]);
  });
});
