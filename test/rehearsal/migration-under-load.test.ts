import { migrateUnderLoad } from '../fixtures/migration-under-load';

test('a service whose green colour is live moves from CodeDeploy to ECS itself, and users lose no request', async () => {
  const { load, liveAfter, kindAfter } = await migrateUnderLoad({ speed: 120, rate: 50, live: 'green' });

  expect([kindAfter, liveAfter]).toEqual(['ecs-built-in', 'blue']);
  expect(load.requests).toBeGreaterThan(100);
  expect([load.non2xx, load.connectionErrors, load.timeouts]).toEqual([0, 0, 0]);
});
