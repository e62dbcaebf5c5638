import type { Hook } from '../../../lambda/shared/hook-run';
import { isMachineEvent, stateMachineHook } from '../../../lambda/shared/state-machine-hook';

const context = { getRemainingTimeInMillis: () => 60_000 };
const event = { release: 'r-1', stage: 'AfterAllowTestTraffic', colour: 'green', testUrl: 'http://green:80' };
const ask = (hook: Hook) => stateMachineHook('smoke-test', hook, () => undefined)(event, context);

describe('a hook that the release machine asks', () => {
  test.each<[Awaited<ReturnType<Hook>>, object]>([
    [{ kind: 'pass' }, { verdict: 'pass' }],
    [
      { kind: 'fail', reason: 'broken' },
      { verdict: 'fail', reason: 'broken' },
    ],
    [
      { kind: 'wait', retryAfterSeconds: 9 },
      { verdict: 'wait', retryAfterSeconds: 9 },
    ],
  ])('answers %j by its result', async (verdict, answer) => {
    expect(await ask(async () => verdict)).toEqual(answer);
  });

  test('answers a fail when it crashes', async () => {
    const crash = async () => {
      throw new Error('no such host');
    };

    expect(await ask(crash)).toEqual({ verdict: 'fail', reason: 'the hook crashed: no such host' });
  });

  test('is told where the candidate is', async () => {
    let testUrl: string | undefined;
    await ask(async (run) => {
      ({ testUrl } = run);
      return { kind: 'pass' };
    });

    expect(testUrl).toBe('http://green:80');
  });
});

test.each([
  [event, true],
  [{ DeploymentId: 'd-1', LifecycleEventHookExecutionId: 'x' }, false],
  [undefined, false],
  [{ release: '' }, false],
])('%j is the machine: %s', (given, expected) => {
  expect(isMachineEvent(given)).toBe(expected);
});
