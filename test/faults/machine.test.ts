import { AwsError } from '../../rehearsal/aws-error';
import type { NameWorld } from '../fixtures/name-world';
import type { ReleasedWorld } from '../fixtures/released-world';
import { REDRIVEN, RELEASE, ROLLBACK, ROLLED_BACK } from './endings';
import { type Ending, killAtEach, type Place, placesOf } from './kill-points';
import { removeAssemblies, WORLDS } from './worlds';

afterAll(removeAssemblies);

/** Tasks that only run when something else has gone wrong before. */
const ONLY_AFTER_TROUBLE = [
  ...['WhoHoldsTheLock', 'StartRollback', 'SendTrafficBackHere'],
  ...['RecordRefusal', 'AnnounceRefusal', 'UnlockRefused', 'HoldsTheLockStill'],
];

describe.each<[string, () => () => Promise<ReleasedWorld>]>([
  ['two Auto Scaling groups', WORLDS.groups],
  ['a DNS name', WORLDS.name],
])('a release of %s that is killed before or after any of its calls', (_, worlds) => {
  let create: () => Promise<ReleasedWorld>;
  /** Of a first release, and of one that follows another: its idle colour was scaled to zero. */
  let first: Place[];
  let later: Place[];

  beforeAll(async () => {
    create = worlds();
    [first = [], later = []] = await placesOf(await create(), REDRIVEN);
  });

  /** Those that only a first release has need a world of their own each. */
  const onlyInFirst = () => first.filter(({ state }) => !later.some((one) => one.state === state));

  async function problemsOf(ending: Ending): Promise<string[]> {
    const problems = await killAtEach(later, create, ending);
    for (const place of onlyInFirst()) problems.push(...(await killAtEach([place], create, ending)));
    return problems;
  }

  test('is killed in every task of the definition but those of other trouble, before and after', async () => {
    const world = await create();
    const execution = await world.start('r-0');
    const { states: all } = world.aws.stepFunctions.execution(execution).machine.workflow;
    await world.stop();
    const tasks = [...all.values()].filter(({ type }) => type === 'Task').map(({ name }) => name);
    const killed = [...later, ...onlyInFirst()];

    for (const when of ['before', 'after']) {
      const states = new Set(killed.flatMap((place) => (place.when === when ? [place.state] : [])));
      expect(tasks.filter((name) => !states.has(name) && !ONLY_AFTER_TROUBLE.includes(name))).toEqual([]);
    }
    // Every call, also those of a task that is entered again for each step and each look.
    const calls = later.filter(({ when }) => when === 'before').map(({ call }) => call);
    expect(calls).toEqual(Array.from({ length: later.length / 2 }, (_one, index) => index + 1));
  });

  test('and is redriven, succeeds', async () => {
    expect(await problemsOf(REDRIVEN)).toEqual([]);
  });

  test('and is rolled back, leaves everything on what was live', async () => {
    expect(await problemsOf(ROLLED_BACK)).toEqual([]);
  });

  test('or whose rollback is killed so, and redriven, ends it', async () => {
    const [places = []] = await placesOf(await create(), ROLLBACK, 1);

    expect(new Set(places.map(({ state }) => state))).toContain('SendTrafficBack');
    expect(await killAtEach(places, create, ROLLBACK)).toEqual([]);
  });
});

describe('a release of a DNS name that goes wrong by itself, killed on its way out', () => {
  let create: () => Promise<NameWorld>;
  beforeAll(() => {
    create = WORLDS.name();
  });
  const alarm = (world: ReleasedWorld, StateValue: string) =>
    world.call('cloudwatch', 'SetAlarmState', {
      AlarmName: (world as NameWorld).descriptor.alarms[0],
      StateValue,
      StateReason: 'a test',
    });

  /** The places of these states, in an execution that `ending` runs. */
  async function killedIn(states: readonly string[], worlds: () => Promise<ReleasedWorld>, ending: Ending) {
    const [all = []] = await placesOf(await worlds(), ending, 1);
    const places = all.filter(({ state }) => states.includes(state));
    expect(new Set(places.map(({ state }) => state))).toEqual(new Set(states));
    return killAtEach(places, worlds, ending);
  }

  test('is still refused when it is redriven', async () => {
    const refused: Ending = {
      ...REDRIVEN,
      run: async (world, release, live) => {
        await alarm(world, 'ALARM');
        return RELEASE.run(world, release, live);
      },
      outcomes: ['refused'],
    };
    const states = ['RecordRefusal', 'AnnounceRefusal', 'UnlockRefused'];

    expect(await killedIn(states, create, refused)).toEqual([]);
  });

  test('still goes back when it is redriven, also when the rollback machine cannot be started', async () => {
    const sick = async () => {
      const world = await create();
      world.status = (url) => (url.startsWith('http://green') ? 503 : 200);
      return world;
    };
    expect(await killedIn(['StartRollback'], sick, { ...REDRIVEN, outcomes: ['rolled-back'] })).toEqual([]);

    const sickAndAlone = async () => {
      const world = await sick();
      const { gatekeeper } = world.aws.cloud;
      world.aws.cloud.gatekeeper = {
        admit: (principal, service, operation, input) => {
          const isMachine = principal.kind === 'role' && operation === 'StartExecution';
          if (isMachine) throw new AwsError('ServiceUnavailable', 'a test', 503);
          return gatekeeper?.admit(principal, service, operation, input);
        },
      };
      return world;
    };
    // The weights are back on live, and a person ends the release.
    const ended: Ending = {
      ...REDRIVEN,
      mend: async (world, executionArn, release, live) => {
        await REDRIVEN.mend(world, executionArn, release, live);
        expect(await world.remains(release)).toMatchObject({ weights: { [live]: 100 } });
        await world.rollBack(release, live);
      },
      outcomes: ['rolled-back'],
    };
    expect(await killedIn(['SendTrafficBackHere'], sickAndAlone, ended)).toEqual([]);
  });
});
