import {
  decideReversed,
  decideUpdate,
  type Progress,
  type ReversedFacts,
  type UpdateFacts,
} from '../../../lambda/release-on-deploy/decide';

const reason = 'an alarm fired';

describe('an update', () => {
  const facts: UpdateFacts = { construct: 'Shop/Orders', isChanged: true, isSameTarget: true, isLive: false };
  test.each<[string, Partial<UpdateFacts>, string]>([
    ['of a new version starts a release', {}, 'start'],
    ['of the same version starts none', { isChanged: false }, 'done'],
    ['of the same version starts none while another release runs', { isChanged: false, running: 'd-1' }, 'done'],
    ['that replaces the service starts none', { isSameTarget: false }, 'done'],
    ['to what is live starts none', { isLive: true }, 'done'],
    ['to what is live starts none while it bakes', { isLive: true, running: 'd-1' }, 'done'],
    ['is refused while another release runs', { running: 'd-1' }, 'refuse'],
    ['that comes twice goes on with its own release', { own: 'd-1', running: 'd-1' }, 'go-on'],
    ['that comes twice goes on with its own release when that is live', { own: 'd-1', isLive: true }, 'go-on'],
  ])('%s', (_what, some, kind) => {
    expect(decideUpdate({ ...facts, ...some }).kind).toBe(kind);
  });

  test('that is refused names the release and the way out', () => {
    expect(decideUpdate({ ...facts, running: 'd-1' })).toMatchObject({
      reason: expect.stringMatching(/release d-1 of Shop\/Orders is running.*bluegreen stop Shop\/Orders/),
    });
  });
});

describe('an update that is taken back', () => {
  const at = (progress: Progress) => ({ id: 'd-1', progress });
  const facts: ReversedFacts = { isChanged: true, candidateIsLive: false };
  test.each<[string, Partial<ReversedFacts>, string]>([
    ['has nothing to do when it had started no release', {}, 'done'],
    ["leaves another's release alone", { running: 'd-9' }, 'done'],
    ['has nothing to do when the version is the same', { isChanged: false, started: at({ kind: 'shifted' }) }, 'done'],
    ['sends a release back that is under way', { started: at({ kind: 'under-way' }), running: 'd-1' }, 'send-back'],
    ['sends a release back that bakes', { started: at({ kind: 'shifted' }), candidateIsLive: true }, 'send-back'],
    ['sends a release back that nobody carries on', { started: at({ kind: 'halted', reason }) }, 'send-back'],
    ['waits for a release that goes back', { started: at({ kind: 'going-back', reason }) }, 'await-back'],
    ['has nothing to do when the release is back', { started: at({ kind: 'back', reason }) }, 'done'],
    ['gets not stuck by a release that has ended badly', { started: at({ kind: 'broken', reason }) }, 'give-up'],
    ['restores when the candidate is live', { started: at({ kind: 'succeeded' }), candidateIsLive: true }, 'restore'],
    ['leaves what is live by now', { started: at({ kind: 'succeeded' }) }, 'done'],
    [
      'does not disturb a release that was started since',
      { started: at({ kind: 'succeeded' }), candidateIsLive: true, running: 'd-9' },
      'done',
    ],
    [
      'restores although the release that has just succeeded holds its lock still',
      { started: at({ kind: 'succeeded' }), candidateIsLive: true, running: 'd-1' },
      'restore',
    ],
    [
      'restores when the lock is that of its retirement',
      { started: at({ kind: 'succeeded' }), candidateIsLive: true, running: 'd-1-retire' },
      'restore',
    ],
    ['that comes twice goes on with its own way back', { own: 'd-2', started: at({ kind: 'succeeded' }) }, 'go-on'],
  ])('%s', (_what, some, kind) => {
    expect(decideReversed({ ...facts, ...some }).kind).toBe(kind);
  });
});
