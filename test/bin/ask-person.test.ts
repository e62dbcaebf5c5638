import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { askPerson } from '../../bin/ask-person';

/** Somebody who types, and what they see. */
function desk(typed: string, signal = new AbortController().signal) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  input.write(typed);
  return { input, output, signal };
}

test.each([
  ['promote\n', 'promote'],
  ['P\n', 'promote'],
  [' rej \n', 'reject'],
])('takes %j for %s', async (typed, answer) => {
  expect(await askPerson(desk(typed))).toBe(answer);
});

test('asks again, and says what can be answered', async () => {
  const asked = desk('');
  const answer = askPerson(asked);
  asked.input.write('no\n');
  setImmediate(() => asked.input.write('reject\n'));

  expect(await answer).toBe('reject');
  asked.output.end();
  expect(await text(asked.output)).toContain("please type 'promote' or 'reject'");
});

test('does not wait for ever where nobody types', async () => {
  const asked = desk('');
  asked.input.end();

  await expect(askPerson(asked)).rejects.toThrow('nobody can answer: the input has ended; leave out --approve ask');
});

test('stops asking when the rehearsal ends', async () => {
  const over = new AbortController();
  const answer = askPerson(desk('', over.signal));
  over.abort();

  await expect(answer).rejects.toThrow('aborted');
});

test('shows where the same is answered in AWS, before it asks', async () => {
  const asked = desk('promote\n');

  await askPerson(asked, {
    promote: 'https://console/promote&Release=r1',
    reject: 'https://console/reject&Release=r1',
  });

  asked.output.end();
  expect(await text(asked.output)).toMatch(
    /promote {2}https:\/\/console\/promote&Release=r1\n.*reject&Release=r1\n.*promote or reject\?/s,
  );
});
