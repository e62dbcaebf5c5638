import type { Progress } from '../../../lambda/release-on-deploy/decide';
import { decideWaiting, type Waiting } from '../../../lambda/release-on-deploy/decide-waiting';

const reason = 'an alarm fired';

describe('a request that CloudFormation waits for', () => {
  const PROGRESS: Record<Progress['kind'], Progress> = {
    'under-way': { kind: 'under-way' },
    shifted: { kind: 'shifted' },
    succeeded: { kind: 'succeeded' },
    'going-back': { kind: 'going-back', reason },
    back: { kind: 'back', reason },
    halted: { kind: 'halted', reason },
    broken: { kind: 'broken', reason },
  };
  type Row = [Progress['kind'], string, string];
  const decided = (waitsFor: Waiting['waitsFor'], kind: Progress['kind'], isDue: boolean, mayFail: boolean) => {
    const decision = decideWaiting(
      { construct: 'Shop/Orders', release: 'd-1', waitsFor, mayFail, isDue },
      PROGRESS[kind],
    );
    return decision.kind === 'fail' && decision.sendBack ? 'send back and fail' : decision.kind;
  };

  test.each<Row>([
    ['under-way', 'wait', 'send back and fail'],
    ['shifted', 'succeed', 'succeed'],
    ['succeeded', 'succeed', 'succeed'],
    ['going-back', 'fail', 'fail'],
    ['back', 'fail', 'fail'],
    ['halted', 'send back and fail', 'send back and fail'],
    ['broken', 'fail', 'fail'],
  ])('for shifted traffic: %s is %s, and at the deadline %s', (kind, before, due) => {
    expect([decided('shifted', kind, false, true), decided('shifted', kind, true, true)]).toEqual([before, due]);
  });

  test.each<Row>([
    ['under-way', 'wait', 'send back and fail'],
    ['shifted', 'wait', 'succeed'],
    ['succeeded', 'succeed', 'succeed'],
    ['going-back', 'fail', 'fail'],
    ['back', 'fail', 'fail'],
    ['halted', 'send back and fail', 'send back and fail'],
    ['broken', 'fail', 'fail'],
  ])('for the end of the release: %s is %s, and at the deadline %s', (kind, before, due) => {
    expect([decided('baked', kind, false, true), decided('baked', kind, true, true)]).toEqual([before, due]);
  });

  test.each<Row>([
    ['under-way', 'wait', 'succeed'],
    ['shifted', 'wait', 'succeed'],
    ['succeeded', 'wait', 'succeed'],
    ['going-back', 'wait', 'succeed'],
    ['back', 'succeed', 'succeed'],
    ['halted', 'wait', 'succeed'],
    ['broken', 'succeed', 'succeed'],
  ])(
    'for production to be back, where nothing may get stuck: %s is %s, and at the deadline %s',
    (kind, before, due) => {
      expect([decided('back', kind, false, false), decided('back', kind, true, false)]).toEqual([before, due]);
    },
  );

  test.each<[Waiting['waitsFor'], string | undefined]>([
    ['back', 'release d-1 has succeeded before it could be sent back'],
    ['end', undefined],
  ])('of a release that has succeeded all the same, one that waits for its %s tells that: %s', (waitsFor, notBack) => {
    const waiting: Waiting = { construct: 'Shop/Orders', release: 'd-1', waitsFor, mayFail: false, isDue: true };
    const decision = decideWaiting(waiting, PROGRESS.succeeded);
    expect(decision.kind === 'succeed' && decision.notBack).toBe(notBack);
    expect(decideWaiting({ ...waiting, isDue: false }, PROGRESS.succeeded).kind).toBe(notBack ? 'wait' : 'succeed');
  });

  test('fails with the reason of the release', () => {
    const waiting: Waiting = {
      construct: 'Shop/Orders',
      release: 'd-1',
      waitsFor: 'shifted',
      mayFail: true,
      isDue: false,
    };
    expect(decideWaiting(waiting, PROGRESS.back)).toMatchObject({ reason: 'release d-1 went back: an alarm fired' });
  });
});
