import {
  type Arrival,
  isTooLate,
  type Passage,
  readAnswered,
  renderAnswered,
  takenBack,
} from '../../../lambda/release-on-deploy/succession';

const forward = (from: string, to: string): Passage => ({ from, to, isWayBack: false });
const back = (from: string, to: string): Passage => ({ from, to, isWayBack: true });

describe('a request among those of one construct', () => {
  test.each<[string, Partial<Arrival>, boolean]>([
    ['the first', {}, false],
    ['the next', { last: forward('a', 'b'), passage: forward('b', 'c') }, false],
    ['the way back of one that is open', { last: forward('a', 'b'), isLastOpen: true, passage: back('b', 'a') }, false],
    ['one that CloudFormation does not ask for', { isAsked: false }, true],
    ['one that was written before the update that runs', { isOfEarlierUpdate: true }, true],
    ['one of before, while another is open', { last: forward('b', 'c'), isLastOpen: true }, true],
    ['one after a resource that was skipped', { last: forward('b', 'c'), passage: forward('a', 'b') }, false],
  ])('%s', (_name, facts, expected) => {
    const usual = { passage: forward('a', 'b'), isAsked: true, isOfEarlierUpdate: false, isLastOpen: false };
    expect(isTooLate({ ...usual, ...facts })).toBe(expected);
  });

  test.each<[string, Passage, Passage | undefined, string | undefined]>([
    ['what the update has released', back('b', 'a'), forward('a', 'b'), 'b'],
    ['the same where the way back has a name of its own', back('b', 'c'), forward('a', 'b'), 'b'],
    ['what came in its place', back('c', 'a'), forward('a', 'b'), 'b'],
    ['the same once more, when it is tried again', back('b', 'a'), back('b', 'a'), 'b'],
    ['nothing when the update has not come', back('c', 'b'), forward('a', 'b'), undefined],
    [
      'nothing when an update has not come that was to undo the one before',
      back('a', 'b'),
      forward('a', 'b'),
      undefined,
    ],
    ['nothing when the version had not changed', back('a', 'a'), forward('a', 'a'), undefined],
    ['nothing twice', back('c', 'a'), back('b', 'a'), undefined],
    ['what it says when nothing is remembered', back('b', 'a'), undefined, 'b'],
  ])('a way back takes back %s', (_name, passage, last, expected) => {
    expect(takenBack(passage, last, false)).toBe(expected);
  });

  test.each<[string, Passage, Passage, string | undefined]>([
    ['what is still to be answered', back('c', 'd'), forward('a', 'b'), 'b'],
    ['the same once more, when it is tried again', back('b', 'a'), back('b', 'a'), 'b'],
    ['nothing when the version had not changed', back('c', 'd'), forward('a', 'a'), undefined],
  ])('a way back takes back %s, wherever both lead', (_name, passage, last, expected) => {
    expect(takenBack(passage, last, true)).toBe(expected);
  });
});

describe('what stays of an answered request', () => {
  test.each([forward('0a1b2c3d', '11112222'), back('0a1b2c3d', '11112222')])('is its passage', (passage) => {
    expect(readAnswered(renderAnswered(passage))).toEqual(passage);
  });

  test('is nothing of one that came too late', () => {
    expect([renderAnswered(undefined), readAnswered('answered')]).toEqual(['answered', undefined]);
  });
});
