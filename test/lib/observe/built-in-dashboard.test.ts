import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Analysis, ReleaseController } from '../../../lib';
import { drawDashboards } from '../../../rehearsal/dashboard/draw-dashboards';
import type { DrawnDashboard } from '../../../rehearsal/dashboard/drawn-dashboard';
import { WatchedService } from '../../fixtures/watched-service';
import { synthesiseWatchedShop } from '../../fixtures/watched-shop';

const folder = mkdtempSync(path.join(tmpdir(), 'built-in-dashboard-'));

describe('the dashboard of a service that ECS itself releases, after a release that went back', () => {
  let world: WatchedService;
  let dashboard: DrawnDashboard | undefined;

  beforeAll(async () => {
    synthesiseWatchedShop(folder, { controller: ReleaseController.ecs(), analysis: Analysis.ofTargets() });
    world = await WatchedService.create(folder);
    const from = world.clock.now() - 600_000;
    world.users.behaviour.green = { errors: 0.05 };
    await world.finish(await world.release());
    await world.clock.advance(600_000);
    [dashboard] = await drawDashboards(world.aws, from, world.clock.now());
  });
  afterAll(async () => {
    await world.stop();
    rmSync(folder, { recursive: true });
  });

  /** The values of one line of a graph. */
  const valuesOf = (title: string, label: string): number[] => {
    const widget = dashboard?.widgets.find((one) => one.title === title);
    return (widget?.series.find((one) => one.label === label)?.points ?? []).map(([, value]) => value);
  };

  test('has the weights over time: the candidate got its tenth, and had nothing at the end', () => {
    const shares = valuesOf('Share of production requests (%)', 'green');

    expect(Math.max(...shares)).toBe(10);
    expect([shares[0], shares.at(-1)]).toEqual([0, 0]);
  });

  test('has both colours side by side, with the errors of the candidate', () => {
    expect(Math.max(...valuesOf('Answers that were errors, 5xx (%)', 'green'))).toBeGreaterThan(3);
    expect(Math.max(...valuesOf('Answers that were errors, 5xx (%)', 'blue'))).toBeLessThan(1);
    expect(Math.max(...valuesOf('Healthy targets', 'green'))).toBe(2);
  });

  test('marks the start of the release, and that it went back', () => {
    const marks = (label: string) => valuesOf('Requests a minute', label).reduce((sum, one) => sum + one, 0);

    expect(['starts', 'succeeds', 'goes back'].map(marks)).toEqual([1, 0, 1]);
  });

  test('has the release metrics that the mail tells too', async () => {
    const minutes = async (name: string) => ((await world.metric(name)) ?? Number.NaN) / 60;

    expect(valuesOf('Rollback: time to detect (min)', 'releases')).toEqual([await minutes('DetectSeconds')]);
    expect(valuesOf('Rollback: time to go back (min)', 'releases')).toEqual([await minutes('RollbackSeconds')]);
    expect(valuesOf('Succeeded (%)', 'releases')).toEqual([0]);
    expect(world.aws.sns.messages.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Dashboard: https:.*#dashboards\/dashboard\/Releases$/m),
    ]);
  });
});
