import { type EcsHookEvent, ecsHook, isEcsEvent, passesUnasked } from '../../../lambda/shared/ecs-hook';
import type { LogEntry } from '../../../lambda/shared/log';
import type { Verdict } from '../../../lambda/shared/verdict';

const BLUE = 'arn:aws:ecs:us-east-1:123456789012:service-revision/c/s/1';
const GREEN = 'arn:aws:ecs:us-east-1:123456789012:service-revision/c/s/2';
const context = { getRemainingTimeInMillis: () => 60_000 };

function event(lifecycleStage: string, weights: Partial<EcsHookEvent['executionDetails']> = {}): EcsHookEvent {
  return {
    lifecycleStage,
    resourceArn: 'arn:aws:ecs:us-east-1:123456789012:service-deployment/c/s/d',
    executionDetails: {
      targetServiceRevisionArn: GREEN,
      testTrafficWeights: {},
      productionTrafficWeights: {},
      ...weights,
    },
  };
}

const share = (green: number) => ({ [GREEN]: green, [BLUE]: 100 - green });

async function answered(verdict: Verdict | Error, asked = event('POST_TEST_TRAFFIC_SHIFT')) {
  const entries: LogEntry[] = [];
  let runs = 0;
  const handler = ecsHook(
    'test',
    async () => {
      runs += 1;
      if (verdict instanceof Error) throw verdict;
      return verdict;
    },
    (entry) => entries.push(entry),
  );
  return { answer: await handler(asked, context), entries, runs };
}

describe('a verdict in the words of ECS', () => {
  test.each<[Verdict, object]>([
    [{ kind: 'pass' }, { hookStatus: 'SUCCEEDED' }],
    [{ kind: 'fail', reason: 'bad' }, { hookStatus: 'FAILED' }],
    [
      { kind: 'wait', retryAfterSeconds: 45 },
      { hookStatus: 'IN_PROGRESS', callBackDelay: 45 },
    ],
  ])('%j', async (verdict, expected) => {
    expect((await answered(verdict)).answer).toEqual(expected);
  });

  test('a hook that crashes fails, with the reason in the log', async () => {
    const { answer, entries } = await answered(new Error('boom'));

    expect(answer).toEqual({ hookStatus: 'FAILED' });
    expect(entries).toContainEqual(expect.objectContaining({ verdict: 'fail', reason: 'the hook crashed: boom' }));
  });
});

describe('a valid status comes at every stage', () => {
  const stages = [
    'RECONCILE_SERVICE',
    'PRE_SCALE_UP',
    'SCALE_UP',
    'POST_SCALE_UP',
    'TEST_TRAFFIC_SHIFT',
    'POST_TEST_TRAFFIC_SHIFT',
    'PRE_PRODUCTION_TRAFFIC_SHIFT',
    'PRODUCTION_TRAFFIC_SHIFT',
    'POST_PRODUCTION_TRAFFIC_SHIFT',
    'BAKE_TIME',
    'CLEAN_UP',
    'A_STAGE_OF_NEXT_YEAR',
  ];

  test.each(stages)('%s, whether the hook passes or crashes', async (stage) => {
    expect((await answered({ kind: 'pass' }, event(stage))).answer.hookStatus).toBe('SUCCEEDED');
    expect((await answered(new Error('boom'), event(stage))).answer.hookStatus).toBe('FAILED');
  });

  test('even without details of the execution', async () => {
    expect((await answered({ kind: 'pass' }, { lifecycleStage: 'PRODUCTION_TRAFFIC_SHIFT' })).answer.hookStatus).toBe(
      'SUCCEEDED',
    );
  });
});

describe('questions that are let pass without running the hook', () => {
  test.each<[string, EcsHookEvent, string | undefined]>([
    [
      'the way back of production traffic',
      event('PRODUCTION_TRAFFIC_SHIFT', { productionTrafficWeights: share(0) }),
      'production traffic goes back to live',
    ],
    [
      'the way back of test traffic',
      event('TEST_TRAFFIC_SHIFT', { testTrafficWeights: share(0) }),
      'test traffic goes back to live',
    ],
    [
      'the second step of a shift',
      event('PRE_PRODUCTION_TRAFFIC_SHIFT', { productionTrafficWeights: share(10) }),
      'passed before the first step',
    ],
    [
      'the first step of a shift',
      event('PRE_PRODUCTION_TRAFFIC_SHIFT', { productionTrafficWeights: share(0) }),
      undefined,
    ],
    ['a step forward', event('PRODUCTION_TRAFFIC_SHIFT', { productionTrafficWeights: share(10) }), undefined],
    ['test traffic forward', event('TEST_TRAFFIC_SHIFT', { testTrafficWeights: share(100) }), undefined],
    ['a stage that moves nothing', event('POST_TEST_TRAFFIC_SHIFT'), undefined],
    [
      'weights of others only',
      event('PRODUCTION_TRAFFIC_SHIFT', { productionTrafficWeights: { [BLUE]: 100 } }),
      undefined,
    ],
  ])('%s', (_, asked, expected) => {
    expect(passesUnasked(asked)).toBe(expected);
  });

  test('a failing hook does not hold up the way back', async () => {
    const back = event('PRODUCTION_TRAFFIC_SHIFT', { productionTrafficWeights: share(0) });

    const { answer, runs } = await answered({ kind: 'fail', reason: 'the candidate is gone' }, back);

    expect([answer, runs]).toEqual([{ hookStatus: 'SUCCEEDED' }, 0]);
  });
});

test.each<[unknown, boolean]>([
  [event('PRE_SCALE_UP'), true],
  [{ lifecycleStage: 'A_STAGE_OF_NEXT_YEAR' }, true],
  [{ DeploymentId: 'd-1', LifecycleEventHookExecutionId: 'x' }, false],
  [{ release: 'r', stage: 'AfterInstall' }, false],
  [{ lifecycleStage: '' }, false],
  [undefined, false],
])('%j is a question of ECS: %p', (asked, expected) => {
  expect(isEcsEvent(asked)).toBe(expected);
});
