import { plain } from '../../../bin/views/paint';
import { renderProgress } from '../../../bin/views/progress';
import { lineScreen, terminalScreen } from '../../../bin/views/screen';
import type { Progress } from '../../../rehearsal/report';

function progress(more: Partial<Progress> = {}): Progress {
  return {
    elapsedSeconds: 312,
    phase: 'shifting',
    event: 'AllowTraffic',
    live: 'blue',
    weights: { blue: 90, green: 10 },
    healthyTargets: { blue: 4, green: 3 },
    traffic: { blue: { requests: 12345, errors: 0 }, green: { requests: 120, errors: 7 } },
    unanswered: 0,
    firing: [],
    ...more,
  };
}

describe('the live view', () => {
  test('shows phase, weights, targets, requests, errors and alarms', () => {
    expect(renderProgress(progress(), plain)).toEqual([
      "  05:12  shifting (AllowTraffic)  users' traffic moves to the candidate, step by step",
      '  ███████████████████████████░░░  blue 90 %  green 10 %',
      '  blue (live)       4 healthy targets, 12,345 requests, no errors',
      '  green (candidate) 3 healthy targets, 120 requests, 7 errors',
      '  alarms: none firing',
    ]);
  });

  test('shows alarms that fire and requests that nobody answered', () => {
    const lines = renderProgress(progress({ firing: ['Errors'], unanswered: 3 }), plain);
    expect(lines).toContain('  alarms: Errors firing');
    expect(lines).toContain('  3 requests got no answer from either colour');
  });

  test.each([
    [{ blue: 100, green: 0 }, '█'.repeat(30)],
    [{ blue: 0, green: 100 }, '░'.repeat(30)],
    [{ blue: 99, green: 1 }, `${'█'.repeat(29)}░`],
    [{ blue: 1, green: 99 }, `█${'░'.repeat(29)}`],
    [{ blue: 0, green: 0 }, '·'.repeat(30)],
  ])('draws %j so that a share that is there is seen', (weights, bar) => {
    expect(renderProgress(progress({ weights }), plain)[1]).toContain(`  ${bar}  `);
  });

  test('asks who is live, and does not assume blue', () => {
    const lines = renderProgress(progress({ live: 'green' }), plain);
    expect(lines[2]).toMatch(/blue \(candidate\)/);
    expect(lines[3]).toMatch(/green \(live\)/);
  });
});

describe('the screen', () => {
  test('prints one line per change where nothing can be redrawn; counters are no change', () => {
    const lines: string[] = [];
    const screen = lineScreen((line) => lines.push(line));

    screen.show(progress());
    screen.show(
      progress({
        elapsedSeconds: 320,
        traffic: { blue: { requests: 9, errors: 9 }, green: { requests: 9, errors: 9 } },
      }),
    );
    screen.show(progress({ weights: { blue: 0, green: 100 } }));

    expect(lines).toEqual([
      '  05:12 shifting (AllowTraffic) | blue (live) 90 %, green (candidate) 10 % | healthy 4/3 | errors 0/7',
      '  05:12 shifting (AllowTraffic) | blue (live) 0 %, green (candidate) 100 % | healthy 4/3 | errors 0/7',
    ]);
  });

  test('redraws in a terminal, with other lines above the view', () => {
    const done: string[] = [];
    const redraw = Object.assign((text: string) => void done.push(`draw ${text.split('\n').length}`), {
      clear: () => void done.push('clear'),
      done: () => void done.push('done'),
    });
    const screen = terminalScreen(redraw, (line) => done.push(line), plain);

    screen.show(progress());
    screen.say('hello');
    screen.done();
    screen.say('bye');

    expect(done).toEqual(['draw 5', 'clear', 'hello', 'draw 5', 'clear', 'done', 'clear', 'bye']);
  });
});
