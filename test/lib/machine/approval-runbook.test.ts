import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { followLink, makePerson, waitingRelease } from '../../fixtures/gate';
import { synthesiseMachineShop } from '../../fixtures/machine-shop';
import { MachineWorld } from '../../fixtures/machine-world';

let folder: string;
let world: MachineWorld;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'approval-'));
  synthesiseMachineShop(folder, { told: true });
});
beforeEach(async () => {
  world = await MachineWorld.create(folder);
});
afterEach(() => world.stop());
afterAll(() => rmSync(folder, { recursive: true }));

const waiting = () => waitingRelease(world);
const follow = (link: string, who: string, more?: Record<string, string>) => followLink(world, link, who, more);
const person = (name: string, rights?: boolean) => makePerson(world, name, rights);
const item = (id: string) => world.clock.run(world.read('release', id));

test('the link of the message promotes the release, and its record says who did', async () => {
  const { arn, promote } = await waiting();
  const ada = await person('ada');

  expect(await follow(promote, ada)).toMatchObject({ AutomationExecutionStatus: 'Success', ExecutedBy: ada });

  expect(await item('r-1')).toMatchObject({ promotedBy: ada, promotedAt: expect.stringMatching(/^2026-.*Z$/) });
  expect(await world.finish(arn)).toBe('SUCCEEDED');
  expect(await world.remains('r-1')).toMatchObject({ live: 'green', outcome: 'succeeded' });
});

test('the parameter has the same links, for who is not told by a message', async () => {
  const { promote, reject } = await waiting();

  const { approval } = world.descriptor;
  expect([`${approval?.promote}r-1`, `${approval?.reject}r-1`]).toEqual([promote, reject]);
});

test('the other one rejects it, and the reason is kept', async () => {
  const { arn, reject } = await waiting();
  const ada = await person('ada');

  expect(await follow(reject, ada, { Reason: 'the menu is upside down' })).toMatchObject({
    AutomationExecutionStatus: 'Success',
  });

  expect(await world.finish(arn)).toBe('FAILED');
  await world.settle();
  expect(await item('r-1')).toMatchObject({
    outcome: 'rolled-back',
    reason: expect.stringContaining(`rejected by ${ada}: the menu is upside down`),
  });
  expect(world.weights()).toEqual({ blue: 100, green: 0 });
});

test('whoever may not answer the gate cannot do it by the link either', async () => {
  const { promote } = await waiting();

  const mallory = await follow(promote, await person('mallory', false));

  expect(mallory).toMatchObject({
    AutomationExecutionStatus: 'Failed',
    FailureMessage: expect.stringContaining('not authorized to perform: dynamodb:GetItem'),
  });
  expect(await item('r-1')).toMatchObject({ phase: 'waiting' });
});

test('the runbook takes nothing else than a release and one of the two answers', async () => {
  const { promote } = await waiting();
  const ada = await person('ada');

  await expect(follow(promote, ada, { Answer: 'force' })).rejects.toThrow('Value force of parameter Answer');
  await expect(follow(promote, ada, { Release: '{{ global:REGION }}' })).rejects.toThrow('of parameter Release');
  await expect(follow(promote, ada, { Token: 'AAAA' })).rejects.toThrow('Unknown parameter Token');
});
