import type { HttpAnswer } from '../../../lambda/shared/http-session';
import { capture } from '../../../lambda/smoke-test/captures';

const answer = (body: string): HttpAnswer => ({
  status: 500,
  headers: { location: '/orders/5' },
  body,
  truncated: false,
  latencyMillis: 1,
});

describe('captures', () => {
  test('take JSON values with their type, and headers in any case, whatever the status', () => {
    const captures = [
      { name: 'id', jsonPath: 'order.id' },
      { name: 'no', jsonPath: 'order.no' },
      { name: 'location', header: 'LOCATION' },
    ];

    const { values, missing } = capture(captures, answer('{"order":{"id":5,"no":false}}'));

    expect([...values]).toEqual([
      ['id', 5],
      ['no', false],
      ['location', '/orders/5'],
    ]);
    expect(missing).toEqual([]);
  });

  test.each(['', 'no json', '{}', '{"id":null}'])('miss a value in %p', (body) => {
    expect(capture([{ name: 'id', jsonPath: 'id' }], answer(body))).toEqual({ values: new Map(), missing: ['id'] });
  });
});
