import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { roleWith } from '../../../rehearsal/principal';
import { synthesiseMachineShop } from '../../fixtures/machine-shop';
import { MachineWorld } from '../../fixtures/machine-world';

// Not for waiting, but for computing: the first test synthesises before anything is warm.
jest.setTimeout(30_000);

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

/** A release that waits, and the links of the message that told it. */
async function waiting() {
  const arn = await world.start('r-1');
  await world.clock.run(
    (async () => {
      while (world.aws.sns.messages.length === 0) await world.clock.sleep(1_000);
      await world.clock.sleep(5_000);
    })(),
  );
  const [, promote = '', reject = ''] =
    /Promote it, .*: (\S+)\nReject it: (\S+)\n/.exec(world.aws.sns.messages[0]?.message ?? '') ?? [];
  return { arn, promote, reject };
}

/** Starts exactly what a link names, as somebody whose rights are these; returns how it ended. */
async function follow(link: string, person: string, more: Record<string, string> = {}) {
  const { hostname, pathname, searchParams, hash } = new URL(link);
  expect([hostname, searchParams.get('region')]).toEqual(['us-east-1.console.aws.amazon.com', 'us-east-1']);
  const { documentVersion, ...given } = Object.fromEntries(new URLSearchParams(hash.slice(1)));
  const Parameters = Object.fromEntries(Object.entries({ ...given, ...more }).map(([name, value]) => [name, [value]]));
  const DocumentName = pathname.split('/').at(-1);
  const input = { DocumentName, DocumentVersion: documentVersion, Parameters };
  const { cloud } = world.aws;
  const started = await world.clock.run(cloud.call('ssm', 'StartAutomationExecution', input, roleWith(person)));
  await world.clock.advance(30_000);
  return (await world.call('ssm', 'GetAutomationExecution', started as object)).AutomationExecution;
}

/** A role of a person; without `rights` it may start runbooks only. */
async function person(name: string, rights = true): Promise<string> {
  const { Role } = await world.call('iam', 'CreateRole', {
    RoleName: name,
    AssumeRolePolicyDocument: '{"Statement":[]}',
  });
  const { table, releaseMachine } = world.descriptor;
  const allow = (Action: string | string[], Resource: string) => ({ Effect: 'Allow', Action, Resource });
  const Statement = [
    allow('ssm:StartAutomationExecution', '*'),
    ...(rights
      ? [
          allow('dynamodb:GetItem', `arn:aws:dynamodb:us-east-1:123456789012:table/${table}`),
          allow(['states:SendTaskSuccess', 'states:SendTaskFailure'], releaseMachine),
        ]
      : []),
  ];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await world.call('iam', 'PutRolePolicy', { RoleName: name, PolicyName: 'rights', PolicyDocument });
  return Role.Arn;
}

const item = (id: string) => world.clock.run(world.read('release', id));

test('the link of the message promotes the release, and its record says who did', async () => {
  const { arn, promote } = await waiting();
  const ada = await person('ada');

  expect(await follow(promote, ada)).toMatchObject({ AutomationExecutionStatus: 'Success', ExecutedBy: ada });

  expect(await item('r-1')).toMatchObject({ promotedBy: ada, promotedAt: expect.stringMatching(/^2026-.*Z$/) });
  expect(await world.finish(arn)).toBe('SUCCEEDED');
  expect(await world.remains('r-1')).toMatchObject({ live: 'green', outcome: 'succeeded' });
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

test('a link that is followed twice, or after the deadline, changes nothing and says why', async () => {
  const { arn, promote, reject } = await waiting();
  const ada = await person('ada');
  await follow(promote, ada);

  expect(await follow(reject, ada)).toMatchObject({
    AutomationExecutionStatus: 'Failed',
    FailureMessage: expect.stringContaining('ReleaseMustBeWaiting: $.Item.phase.S is shifting, and not waiting'),
  });

  expect(await world.finish(arn)).toBe('SUCCEEDED');
  const late = await follow(promote, ada);
  expect(late.FailureMessage).toContain('$.Item.phase.S is succeeded');
  expect(await world.remains('r-1')).toMatchObject({ live: 'green', outcome: 'succeeded' });
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
