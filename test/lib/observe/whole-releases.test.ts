import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Kind, synthesiseObserved } from './observed-apps';
import { type Course, ObservedWorld } from './observed-world';

const folder = mkdtempSync(path.join(tmpdir(), 'observed-'));
const assemblies = { ecs: path.join(folder, 'ecs'), asg: path.join(folder, 'asg'), dns: path.join(folder, 'dns') };

beforeAll(() => {
  for (const kind of ['ecs', 'asg', 'dns'] as const) synthesiseObserved(kind, assemblies[kind]);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A world after one release. */
async function after(kind: Kind, course: Course): Promise<ObservedWorld> {
  const world = await ObservedWorld.create(kind, assemblies[kind]);
  await world.release(course);
  await world.clock.run(world.aws.stop());
  return world;
}

/** Why each kind says that it went back. */
const REASON: Record<Kind, string> = {
  ecs: 'an alarm fired: errors',
  asg: "alarm 'errors' fires: the checkout fails",
  dns: "alarm 'errors' fires: the checkout fails",
};

describe.each<Kind>(['ecs', 'asg', 'dns'])('a good release (%s)', (kind) => {
  let world: ObservedWorld;
  beforeAll(async () => {
    world = await after(kind, 'good');
  });

  test('is told once at the gate, and once at its end', () => {
    const gate = kind === 'dns' ? [] : ['Shop/Orders waits to be promoted'];
    expect(world.told('mail').map(({ subject }) => subject)).toEqual([...gate, 'Shop/Orders: released, green is live']);
    expect(world.told('chat')).toHaveLength(world.told('mail').length);
    expect(world.told('mail').at(-1)?.message).toMatch(/The release took \d+ min/);
    expect(world.told('mail').at(-1)?.message).toContain('(spring sale)');
  });

  test('writes its metrics once', async () => {
    expect(await world.metric('Started')).toEqual({ count: 1, sum: 1 });
    expect(await world.metric('Succeeded')).toEqual({ count: 1, sum: 1 });
    expect(await world.metric('RolledBack')).toEqual({ count: 1, sum: 0 });
    expect(await world.metric('ChangeFailure')).toEqual({ count: 1, sum: 0 });
    const cutover = (await world.metric('CutoverSeconds'))?.sum ?? 0;
    expect(cutover).toBeGreaterThanOrEqual(120);
    expect((await world.metric('DurationSeconds'))?.sum).toBeGreaterThan(cutover + 300);
    expect((await world.metric('LeadSeconds'))?.count).toBe(1);
    expect(await world.metric('DetectSeconds')).toBeUndefined();
  });

  test('makes no OpsItem, and runs no function of the team', () => {
    expect(world.aws.ssm.opsItems.size).toBe(0);
    expect(world.team).toEqual([]);
    expect(world.told('events')).toEqual([]);
  });

  test('is reported with the permissions that the construct gives', () => {
    expect(world.refused()).toEqual([]);
  });
});

describe.each<Kind>(['ecs', 'asg', 'dns'])('a release that goes back (%s)', (kind) => {
  let world: ObservedWorld;
  beforeAll(async () => {
    world = await after(kind, 'bad');
  });

  test('is told with its reason, and with links', () => {
    const [mail] = world.told('mail').slice(-1);
    expect(mail?.subject).toBe('Shop/Orders went back, blue is live');
    expect(mail?.message).toContain(`Why: ${REASON[kind]}`);
    expect(mail?.message).toMatch(/The candidate had production traffic for .* until that was decided\./);
    expect(mail?.message).toMatch(/ later all of it was back on blue\./);
    expect(mail?.message).toMatch(/^What it did: https:\/\/us-east-1\.console\.aws\.amazon\.com\/.*(d-|:r-1)/m);
    expect(mail?.message).toMatch(/^Dashboard: https:.*#dashboards\/dashboard\/Releases$/m);
    expect(mail?.message).toMatch(/^Log: https:.*#logsV2:log-groups\/log-group\/Shop-Orders/m);
  });

  test('writes how long it took to see it, and to go back', async () => {
    expect(await world.metric('Succeeded')).toEqual({ count: 1, sum: 0 });
    expect(await world.metric('RolledBack')).toEqual({ count: 1, sum: 1 });
    expect(await world.metric('ChangeFailure')).toEqual({ count: 1, sum: 1 });
    const detect = (await world.metric('DetectSeconds'))?.sum ?? 0;
    expect(detect).toBeGreaterThanOrEqual(60);
    expect(detect).toBeLessThan(240);
    expect((await world.metric('RollbackSeconds'))?.sum).toBeLessThan(60);
    expect(await world.metric('LeadSeconds')).toBeUndefined();
  });

  test('makes one OpsItem', () => {
    const items = [...world.aws.ssm.opsItems.values()];
    expect(items).toMatchObject([
      { Title: 'Shop/Orders went back, blue is live', Severity: '2', Source: 'cdk-blue-green', Status: 'Open' },
    ]);
    expect(items[0]?.Description).toContain(REASON[kind]);
  });

  test('hands the record to the function of the team, and to the target of EventBridge', () => {
    expect(world.team).toEqual([
      expect.objectContaining({
        construct: 'Shop/Orders',
        kind,
        phase: 'rolled-back',
        live: 'blue',
        candidate: 'green',
        reason: REASON[kind],
        description: 'spring sale',
        shiftedAt: expect.stringMatching(/^\d{4}-/),
        decidedAt: expect.stringMatching(/^\d{4}-/),
        backAt: expect.stringMatching(/^\d{4}-/),
        metrics: expect.objectContaining({ RolledBack: 1 }),
      }),
    ]);
    const [event] = world.told('events').map(({ message }) => JSON.parse(message));
    expect(event).toMatchObject({ 'detail-type': 'Blue-Green Release Report', detail: world.team[0] });
  });

  test('is reported with the permissions that the construct gives', () => {
    expect(world.refused()).toEqual([]);
  });
});
