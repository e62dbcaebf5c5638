// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these placeholders are the smoke test's own variables
import { Capture, Expect, HttpStep } from '../../../lib';
import { requireKnownVariables } from '../../../lib/private/step-variables';

const check = (secrets: string[], ...steps: HttpStep[]) =>
  requireKnownVariables(
    steps.map((step) => step._step),
    secrets,
  );

const logIn = HttpStep.post('/login', { json: { password: '${password}' }, captures: [Capture.json('token', 't')] });

describe('variables of steps', () => {
  test('come from secrets and from steps before', () => {
    expect(() =>
      check(['password'], logIn, HttpStep.get('/me', { headers: { authorization: 'Bearer ${token}' } })),
    ).not.toThrow();
  });

  test('may be compared with the answer that they come from', () => {
    const echo = HttpStep.get('/', { captures: [Capture.json('id', 'id')], expect: [Expect.bodyContains('${id}')] });

    expect(() => check([], echo)).not.toThrow();
  });

  test('fail before they are set', () => {
    expect(() => check(['password'], HttpStep.get('/${token}'), logIn)).toThrow(
      "step 'GET /${token}' uses the variable 'token', which no secret and no step before it sets (known: password); capture it first, or write '$${token}' for the text itself",
    );
  });

  test('are not meant by an escaped text', () => {
    expect(() => check([], HttpStep.post('/', { body: 'costs $${price}' }))).not.toThrow();
  });

  test('may not take the name of a secret', () => {
    expect(() => check(['token', 'password'], logIn)).toThrow(
      "step 'POST /login' captures 'token', which is the name of a secret",
    );
  });
});
