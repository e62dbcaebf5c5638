import { ListDeploymentsCommand } from '@aws-sdk/client-codedeploy';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  codeDeploy,
  deploymentsAre,
  events,
  liveIs,
  NOW,
  ours,
  properties,
  request,
  run,
  seen,
  stackIs,
  startAnew,
  statuses,
} from './world';

describe('when production does not go back with its stack', () => {
  beforeEach(startAnew);
  const back = { ResourceProperties: properties(1), OldResourceProperties: properties(2), RequestId: '2-request' };
  const NAME = '/cdk-blue-green/Shop/Orders/not-taken-back';
  const told = () =>
    events
      .commandCalls(PutEventsCommand)
      .flatMap(({ args }) => args[0].input.Entries ?? [])
      .map(({ Detail = '' }) => JSON.parse(Detail));
  const broken = async () => {
    await run(request());
    deploymentsAre({
      'd-new': {
        status: 'Stopped',
        description: ours(2, '1-request'),
        autoRollbackConfiguration: { enabled: false },
      },
    });
    stackIs('UPDATE_ROLLBACK_IN_PROGRESS');
    await run(request(back));
  };

  test('CloudFormation goes on, and people hear of it by a log line of level error, an event and a parameter', async () => {
    await broken();

    const trouble = {
      construct: 'Shop/Orders',
      release: 'd-new',
      cure: 'rolled-back',
      reason: expect.stringContaining('without a rollback'),
    };
    expect(statuses()).toEqual(['SUCCESS']);
    expect(seen.logged).toContainEqual({ level: 'error', event: 'not taken back', ...trouble });
    expect(told()).toEqual([{ kind: 'not-taken-back', ...trouble, at: new Date(NOW).toISOString() }]);
    expect(JSON.parse(seen.parameters.get(NAME) ?? '')).toEqual(told()[0]);
  });

  test('they hear of it at the deadline too, and when nothing could be read', async () => {
    await run(request());
    deploymentsAre({ 'd-new': { status: 'InProgress', description: ours(2, '1-request') } });
    stackIs('UPDATE_ROLLBACK_IN_PROGRESS');
    await run(request(back));
    expect(told()).toEqual([]);
    await run({ kind: 'deadline', request: '/cdk-blue-green-requests/Shop/Release/2-request' });
    codeDeploy.on(ListDeploymentsCommand).rejects(new Error('denied'));
    await run(request({ ...back, RequestId: '3-request' }));

    expect(statuses()).toEqual(['SUCCESS', 'SUCCESS']);
    expect(told().map(({ release, cure, reason }) => [release, cure, reason])).toEqual([
      ['d-new', 'rolled-back', 'release d-new has not ended in time'],
      ['', undefined, 'the release could not be started or taken back: denied'],
    ]);
  });

  test('of a deployment that was to bring back what was live they hear that it may still succeed', async () => {
    stackIs('UPDATE_ROLLBACK_IN_PROGRESS');
    liveIs(2, 'd-1');
    deploymentsAre({ 'd-1': { status: 'Succeeded', description: ours(2) } });
    await run(request(back));
    await run({ kind: 'deadline', request: '/cdk-blue-green-requests/Shop/Release/2-request' });
    expect(told()).toEqual([expect.objectContaining({ release: 'd-new', cure: 'succeeded' })]);
  });

  test('what cannot be told is logged, and stops nothing', async () => {
    events.on(PutEventsCommand).rejects(new Error('denied'));
    await broken();
    expect([statuses(), seen.parameters.has(NAME)]).toEqual([['SUCCESS'], true]);
    expect(seen.logged).toContainEqual({ level: 'error', event: 'not told', way: 'event', reason: 'denied' });
  });

  test('only a release that has succeeded makes it old, or the end of the stack', async () => {
    seen.parameters.set(NAME, '{}');
    await run(request({ RequestId: '4-request' }));
    expect(seen.parameters.has(NAME)).toBe(true);
    deploymentsAre({ 'd-new': { status: 'Succeeded', description: ours(2, '4-request') } });
    await run({ kind: 'release-event', requests: '/cdk-blue-green-requests/Shop/Release' });
    expect([seen.parameters.has(NAME), statuses()]).toEqual([false, ['SUCCESS']]);

    seen.parameters.set(NAME, '{}');
    await run(request({ RequestType: 'Delete', RequestId: '5-request' }));
    expect(seen.parameters.has(NAME)).toBe(false);
  });
});
