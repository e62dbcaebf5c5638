import { renderRequest } from '../../../lambda/smoke-test/request';
import { readSteps } from '../../../lambda/smoke-test/steps';

function render(step: object, value: unknown = 'v') {
  const [read] = readSteps([{ path: '/', ...step }], ['v']);
  if (!read) throw new Error('no step');
  return renderRequest(read, new Map([['v', value]]));
}

describe('request of a step', () => {
  test.each([
    ['/a/${v}', 'x/y?z', '/a/x%2Fy%3Fz'],
    ['/a?q=${v}', 'a&b', '/a?q=a%26b'],
    ['${v}', '/orders/5?x=1', '/orders/5?x=1'],
    ['${v}', 'https://public.example/orders/5?x=1', '/orders/5?x=1'],
    ['${v}/lines', 'orders/5', '/orders/5/lines'],
    ['/a/${v}', 7, '/a/7'],
  ])('has the path %s with %p as %s', (path, value, expected) => {
    expect(render({ path }, value).path).toBe(expected);
  });

  test('has a JSON body with its content type, which a header may replace', () => {
    expect(render({ method: 'POST', json: { a: '${v}' } })).toMatchObject({
      body: '{"a":"v"}',
      headers: { 'content-type': 'application/json' },
    });
    expect(render({ json: [], headers: { 'Content-Type': 'text/x' } }).headers['content-type']).toBe('text/x');
  });

  test('has a raw body without a content type, or no body', () => {
    expect(render({ body: 'a=${v}' })).toMatchObject({ body: 'a=v' });
    expect(render({ body: 'a' }).headers).not.toHaveProperty('content-type');
    expect(render({})).not.toHaveProperty('body');
  });
});
