import { readSteps } from '../../../lambda/smoke-test/steps';

const one = (step: unknown, secrets: string[] = []) => readSteps([step], secrets)[0];

describe('steps', () => {
  test('have defaults', () => {
    expect(one({ path: '/' })).toMatchObject({
      name: 'GET /',
      layer: 'shallow',
      method: 'GET',
      expect: { status: '200-299' },
      retries: 2,
      backoffMillis: 1_000,
      timeoutMillis: 10_000,
      repeat: 1,
      concurrency: 1,
    });
  });

  test.each([
    [{ method: 'get' }, 2],
    [{ method: 'HEAD' }, 2],
    [{ method: 'POST' }, 0],
    [{ method: 'DELETE' }, 0],
    [{ repeat: 2 }, 0],
    [{ method: 'POST', retries: 1 }, 1],
  ])('with %j are retried %p times', (step, retries) => {
    expect(one({ path: '/', ...step })?.retries).toBe(retries);
  });

  test.each<[unknown, string]>([
    [7, 'STEPS must be a list, got 7'],
    [[], 'STEPS has no step'],
    [['/'], 'step 1 must be an object, got "/"'],
    [[{}], 'step 1: path is missing'],
    [[{ path: 'orders' }], "step 1: path must start with '/' or with a variable, got 'orders'"],
    [[{ path: '/' }, { path: '/', captrue: [] }], "step 2 has no option 'captrue'"],
    [[{ path: '/', method: 'CONNECT' }], "step 1: method 'CONNECT'"],
    [[{ path: '/', method: 'GET /' }], "step 1: method 'GET /'"],
    [
      [{ path: '/', layer: 'middle' }],
      "step 1: layer must be one of shallow, deep, transaction, performance, got 'middle'",
    ],
    [[{ path: '/', json: {}, body: '' }], "step 1: 'json' and 'body' are both given"],
    [[{ path: '/', headers: { HOST: 'x' } }], "step 1: headers: 'host' is set by"],
    [[{ path: '/', headers: { a: 1 } }], 'step 1: headers: a must be a string, got 1'],
    [[{ path: '/', retries: 11 }], 'step 1: retries must be a whole number from 0 to 10, got 11'],
    [[{ path: '/', repeat: 0 }], 'step 1: repeat must be a whole number from 1 to 10000, got 0'],
    [[{ path: '/', repeat: 2, captures: [{ name: 'a', jsonPath: 'a' }] }], "step 1: 'captures' with 'repeat' 2"],
    [[{ path: '/', captures: [{ name: '1a', jsonPath: 'a' }] }], "step 1: captures: '1a' is no name of a variable"],
    [[{ path: '/', captures: [{ name: 'a' }] }], "step 1: captures: 'a' needs exactly one of 'jsonPath' and 'header'"],
    [[{ path: '/', captures: [{ name: 'a', jsonPath: 'a', header: 'b' }] }], 'needs exactly one of'],
    [
      [{ path: '/', captures: [{ name: 'a', jsonPath: 'a[' }] }],
      "step 1: captures: 'a': 'a[' is no JMESPath expression",
    ],
    [[{ path: '/', captures: [{ name: 'secret', jsonPath: 'a' }] }], "step 1: captures: 'secret' is a secret already"],
    [
      [{ path: '/', expect: { status: '2xx' } }],
      "step 1: expect: status must be codes such as '200', '200,202' or '200-299', got '2xx'",
    ],
    [[{ path: '/', expect: { status: '299-200' } }], "got '299-200'"],
    [
      [{ path: '/', expect: { json: [{ path: 'nope(a)' }] } }],
      "step 1: expect: json: path: 'nope(a)' is no JMESPath expression",
    ],
    [
      [{ path: '/', expect: { body: [{ matches: '(' }] } }],
      'step 1: expect: body: matches: Invalid regular expression',
    ],
    [[{ path: '/', expect: { headers: [{ equals: 'a' }] } }], 'step 1: expect: headers: name is missing'],
    [
      [{ path: '/', expect: { percentiles: { p90Millis: 1 } } }],
      "step 1: expect: percentiles has no option 'p90Millis'",
    ],
    [[{ path: '/', expect: { maxLatencyMillis: -1 } }], 'step 1: expect: maxLatencyMillis must be a number from 0'],
    [
      [{ path: '/${id}' }],
      "step 1 uses the variable 'id', which no earlier step captures and no secret has; there are: secret",
    ],
    [[{ path: '/', json: { deep: ['${id}'] } }], "step 1 uses the variable 'id'"],
    [[{ path: '/${id}', captures: [{ name: 'id', jsonPath: 'id' }] }], "step 1 uses the variable 'id'"],
    [[{ path: '/', expect: { body: [{ contains: '${id}' }] } }], "step 1 uses the variable 'id'"],
  ])('%j fail by name', (steps, message) => {
    expect(() => readSteps(steps, ['secret'])).toThrow(message);
  });

  test('may use secrets, earlier captures, own captures in expectations, and literal places', () => {
    const steps = [
      {
        path: '/$${literal}',
        captures: [{ name: 'id', jsonPath: 'id' }],
        expect: { json: [{ path: 'id', equals: '${id}' }] },
      },
      { path: '/${id}', headers: { a: '${secret}' } },
    ];

    expect(readSteps(steps, ['secret'])).toHaveLength(2);
  });

  test('may call JMESPath functions that the type check of an empty object would refuse', () => {
    expect(one({ path: '/', expect: { json: [{ path: 'length(items)', equals: 2 }] } })).toBeDefined();
  });
});
