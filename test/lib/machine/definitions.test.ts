import aslValidator from 'asl-validator';
import { Duration } from 'aws-cdk-lib';
import {
  Analysis,
  Approval,
  DeadlineAction,
  HttpStep,
  InconclusiveAction,
  PreviousColour,
  PreWarm,
  SmokeTest,
  TrafficShift,
} from '../../../lib';
import { testService } from '../../fixtures/stack';
import { shopGroup } from '../asg/shop-group';
import { shopName } from '../dns/shop-name';
import { definitionsOf } from './definitions';

const MACHINES: [string, ReturnType<typeof definitionsOf>[string]][] = Object.entries({
  asg: definitionsOf(full().stack),
  'asg, plain': definitionsOf(shopGroup().stack),
  'asg on spot while idle': definitionsOf(shopGroup({ spotWhileIdle: true }).stack),
  dns: definitionsOf(shopName({ approval: Approval.required({ within: Duration.hours(1) }) }).stack),
  ecs: definitionsOf(testService({ analysis: Analysis.ofTargets() }).stack),
  'ecs, never blind': definitionsOf(
    testService({ analysis: Analysis.ofTargets({ blindAction: InconclusiveAction.PASS }) }).stack,
  ),
}).flatMap(([kind, definitions]) =>
  Object.entries(definitions).map(([name, definition]): [string, typeof definition] => [
    `${name} of ${kind}`,
    definition,
  ]),
);

/** A group with everything that adds states. */
function full() {
  return shopGroup(
    {
      codeDeploy: true,
      previousColour: PreviousColour.keptFor(Duration.hours(2)),
      approval: Approval.required({ within: Duration.hours(1), atDeadline: DeadlineAction.PROMOTE }),
      shift: TrafficShift.steps([{ percent: 5, bakeTime: Duration.minutes(1) }, { percent: 100 }]),
    },
    (stack) => [
      new SmokeTest(stack, 'Smoke', { steps: [HttpStep.get('/')] }),
      new PreWarm(stack, 'Warm', { paths: ['/'], requests: 1 }),
    ],
  );
}

interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: { readonly Next: string }[];
  readonly Catch?: { readonly ErrorEquals: string[]; readonly Next: string }[];
  readonly TimeoutSeconds?: unknown;
  readonly Resource?: string;
}

const waysOut = ({ Next, Default, Choices = [], Catch = [] }: State) =>
  [Next, Default, ...[...Choices, ...Catch].map((way) => way.Next)].filter((name) => name !== undefined);

/** Tasks whose failure a person sees and resumes by redriving; nothing has been written, or the write is all that matters. */
const RESUMED_BY_HAND = [
  'HoldsTheLockStill',
  'Lock',
  'WhoHoldsTheLock',
  'Unlock',
  'UnlockRefused',
  'SendTrafficBack',
  'SendTrafficBackHere',
  'LockIfStillIdle',
];

describe.each(MACHINES)('%s', (_, definition) => {
  const states: [string, State][] = Object.entries(definition.States);

  test('is a valid definition in JSONata', () => {
    expect(aslValidator(definition)).toMatchObject({ isValid: true });
    expect(definition.QueryLanguage).toBe('JSONata');
  });

  test('leads from its start to every state, and from every state on', () => {
    const reached = new Set<string>();
    const visit = (state: string) => {
      if (reached.has(state)) return;
      reached.add(state);
      expect(definition.States[state]).toBeDefined();
      waysOut(definition.States[state]).forEach(visit);
    };
    visit(definition.StartAt);

    expect(states.map(([state]) => state).filter((state) => !reached.has(state))).toEqual([]);
    for (const [, state] of states) expect(['Fail', 'Succeed'].includes(state.Type)).toBe(waysOut(state).length === 0);
  });

  test('has a time-out on every task and a catch of everything, but where a person resumes', () => {
    const tasks = states.filter(([, { Type }]) => Type === 'Task');
    const uncaught = tasks.filter(
      ([, { Catch = [] }]) => !Catch.some(({ ErrorEquals }) => ErrorEquals.includes('States.ALL')),
    );

    expect(tasks.filter(([, { TimeoutSeconds }]) => TimeoutSeconds === undefined)).toEqual([]);
    expect(uncaught.map(([state]) => state).filter((state) => !RESUMED_BY_HAND.includes(state))).toEqual([]);
  });
});

describe('the rollback machine', () => {
  test.each(MACHINES.filter(([name]) => name.startsWith('Rollback')))(
    '%s writes the weights before any other call',
    (_, definition) => {
      const first = definition.States[definition.StartAt];

      expect(['Choice', 'Pass']).toContain(first.Type);
      expect(first.Default ?? first.Next).toBe('SendTrafficBack');
      expect(definition.States.SendTrafficBack.Resource).toMatch(/modifyListener|changeResourceRecordSets/);
    },
  );
});

test('the definition does not say which colour is live', () => {
  const [, release] = MACHINES.find(([name]) => name === 'Release of asg, plain') ?? [];
  const weights = release.States.SetWeights.Arguments.DefaultActions[0].ForwardConfig.TargetGroups;

  expect(weights.map(({ Weight }: { Weight: string }) => Weight)).toEqual([
    expect.stringContaining("$idle = 'blue'"),
    expect.stringContaining("$idle = 'green'"),
  ]);
});

test('both records are always in one batch', () => {
  const [, release] = MACHINES.find(([name]) => name === 'Release of dns') ?? [];

  expect(release.States.SetWeights.Arguments.ChangeBatch.Changes).toHaveLength(2);
});
