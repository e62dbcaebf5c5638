import type { Ended } from '../fixtures/commands';
import { ReleasedByDeploys, synthesiseReleasedService } from '../fixtures/released-by-deploys';
import { steadyUser, versionAt } from '../fixtures/steady-user';

const shop = new ReleasedByDeploys(synthesiseReleasedService, '3');
let shopper: ReturnType<typeof steadyUser> | undefined;
afterAll(async () => {
  await shopper?.stop();
  await shop.stop();
});

/** @throws with all that the command said when its exit status is not the one that is expected */
async function ended(command: Promise<Ended>, status: number): Promise<string> {
  const found = await command;
  if (found.status !== status) throw new Error(`exit status ${found.status}: ${found.output}`);
  return found.output;
}

test('cdk deploy stands up, releases, goes back from a bad version and from a cancelled update, and cdk destroy ends it', async () => {
  await ended(shop.deploy('v1'), 0);
  const production = await shop.productionUrl();
  expect(await versionAt(production)).toBe('1');
  shopper = steadyUser(production, 10);

  const second = await ended(shop.deploy('v2'), 0);
  expect(second).toMatch(/UPDATE_COMPLETE +\| Custom::BlueGreenRelease/);
  expect(await versionAt(production)).toBe('2');

  const bad = await ended(shop.deploy('v3'), 1);
  expect(bad).toContain('UPDATE_ROLLBACK_COMPLET');
  expect(bad).toContain('the hook at AfterAllowTestTraffic failed');
  expect(await versionAt(production)).toBe('2');

  const cancelled = ended(shop.deploy('v4'), 1);
  await shop.cancelWhenReleasing();
  expect(await cancelled).toContain('UPDATE_ROLLBACK_COMPLET');
  expect(await versionAt(production)).toBe('2');
  expect(await shopper.stop()).toMatchObject({ failed: 0 });

  await ended(shop.destroy(), 0);
});
