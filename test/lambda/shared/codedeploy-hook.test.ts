import {
  CodeDeployClient,
  DeploymentDoesNotExistException,
  LifecycleEventAlreadyCompletedException,
  PutLifecycleEventHookExecutionStatusCommand,
} from '@aws-sdk/client-codedeploy';
import { mockClient } from 'aws-sdk-client-mock';
import { codeDeployHook } from '../../../lambda/shared/codedeploy-hook';
import { type Hook, REPORT_MILLIS } from '../../../lambda/shared/hook-run';
import type { LogEntry } from '../../../lambda/shared/log';

const EVENT = { DeploymentId: 'd-1', LifecycleEventHookExecutionId: 'blob' };
const CONTEXT = { getRemainingTimeInMillis: () => 600_000 };
const codeDeploy = mockClient(CodeDeployClient);

beforeEach(() => codeDeploy.reset());

function handlerOf(hook: Hook) {
  const lines: LogEntry[] = [];
  const client = new CodeDeployClient({ region: 'eu-west-1' });
  return { lines, handler: codeDeployHook('test', hook, { client, log: (entry) => lines.push(entry) }) };
}

function reported() {
  return codeDeploy.commandCalls(PutLifecycleEventHookExecutionStatusCommand).map(({ args }) => args[0].input);
}

describe('CodeDeploy hook', () => {
  test('reports a pass as Succeeded with both ids', async () => {
    await handlerOf(async () => ({ kind: 'pass' })).handler(EVENT, CONTEXT);

    expect(reported()).toEqual([{ deploymentId: 'd-1', lifecycleEventHookExecutionId: 'blob', status: 'Succeeded' }]);
  });

  const crash: Hook = async () => {
    throw new Error('broken');
  };
  const syncCrash: Hook = () => {
    throw new Error('broken at once');
  };
  test.each<[string, Hook, string]>([
    ['a fail', async () => ({ kind: 'fail', reason: 'too slow' }), 'too slow'],
    ['a crash', crash, 'the hook crashed: broken'],
    ['a crash before the first await', syncCrash, 'the hook crashed: broken at once'],
    ['a wait', async () => ({ kind: 'wait', retryAfterSeconds: 1 }), 'the hook wants to wait, which CodeDeploy cannot'],
  ])('reports %s as Failed and logs the reason', async (_, hook, reason) => {
    const { handler, lines } = handlerOf(hook);

    await handler(EVENT, CONTEXT);

    expect(reported()).toMatchObject([{ status: 'Failed' }]);
    expect(lines.find(({ event }) => event === 'verdict')?.reason).toContain(reason);
  });

  test('reports Failed before its own time-out, and tells the hook to stop, when the hook hangs', async () => {
    let stopped: AbortSignal | undefined;
    const { handler, lines } = handlerOf(({ signal }) => {
      stopped = signal;
      return new Promise(() => {});
    });

    await handler(EVENT, { getRemainingTimeInMillis: () => REPORT_MILLIS + 20 });

    expect(reported()).toMatchObject([{ status: 'Failed' }]);
    expect(lines.find(({ event }) => event === 'verdict')?.reason).toContain("the function's own time-out is near");
    expect(stopped?.aborted).toBe(true);
  });

  test('reports Failed when the context is not that of Lambda', async () => {
    await handlerOf(async () => ({ kind: 'pass' })).handler(EVENT, {} as typeof CONTEXT);

    expect(reported()).toMatchObject([{ status: 'Failed' }]);
  });

  test.each([
    [undefined, 'undefined'],
    [null, 'object'],
    ['text', 'string'],
    [{}, 'no field'],
    [{ DeploymentId: 'd-1' }, 'DeploymentId'],
    [{ DeploymentId: 'd-1', LifecycleEventHookExecutionId: 7 }, 'DeploymentId, LifecycleEventHookExecutionId'],
  ])('throws and logs, without running the hook, on the event %j', async (event, got) => {
    const hook = jest.fn();
    const { handler, lines } = handlerOf(hook);

    await expect(handler(event, CONTEXT)).rejects.toThrow(`got ${got};`);

    expect(hook).not.toHaveBeenCalled();
    expect(lines).toMatchObject([{ level: 'error', event: 'bad event' }]);
  });

  test('takes a lifecycle event that is completed already as reported', async () => {
    codeDeploy
      .on(PutLifecycleEventHookExecutionStatusCommand)
      .rejects(new LifecycleEventAlreadyCompletedException({ $metadata: {}, message: 'done' }));
    const { handler, lines } = handlerOf(async () => ({ kind: 'pass' }));

    await handler(EVENT, CONTEXT);

    expect(lines.at(-1)).toMatchObject({ event: 'reported before' });
  });

  test('throws and logs when the report is refused, and reports again without running again when invoked again', async () => {
    codeDeploy
      .on(PutLifecycleEventHookExecutionStatusCommand)
      .rejectsOnce(new DeploymentDoesNotExistException({ $metadata: {}, message: 'no d-1' }))
      .resolves({});
    const hook = jest.fn<ReturnType<Hook>, Parameters<Hook>>(async () => ({ kind: 'pass' }));
    const { handler, lines } = handlerOf(hook);

    await expect(handler(EVENT, CONTEXT)).rejects.toThrow("the status 'Succeeded' could not be reported: no d-1");
    expect(lines.at(-1)).toMatchObject({ level: 'error', event: 'not reported' });
    await handler(EVENT, CONTEXT);

    expect(hook).toHaveBeenCalledTimes(1);
    expect(reported()).toHaveLength(2);
  });

  test('runs again for another hook execution', async () => {
    const hook = jest.fn<ReturnType<Hook>, Parameters<Hook>>(async () => ({ kind: 'pass' }));
    const { handler } = handlerOf(hook);

    await handler(EVENT, CONTEXT);
    await handler({ ...EVENT, LifecycleEventHookExecutionId: 'other' }, CONTEXT);

    expect(hook).toHaveBeenCalledTimes(2);
  });
});
