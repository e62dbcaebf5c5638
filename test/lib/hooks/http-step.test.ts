// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these placeholders are the smoke test's own variables
import { Duration } from 'aws-cdk-lib';
import { Capture, Expect, HttpStep, Layer } from '../../../lib';

describe('step', () => {
  test('is no more than what was said', () => {
    expect(HttpStep.get('/health')._step).toEqual({ method: 'GET', path: '/health' });
  });

  test('carries all its options in the words of the handler', () => {
    const step = HttpStep.post('/api/orders', {
      name: 'write an order',
      layer: Layer.TRANSACTION,
      headers: { authorization: 'Bearer ${token}' },
      json: { product: 'tea' },
      expect: [
        Expect.status('201'),
        Expect.header('location'),
        Expect.headerContains('content-type', 'json'),
        Expect.bodyMatches('"id":'),
        Expect.json('id'),
        Expect.jsonEquals('total', 12),
        Expect.latency(Duration.seconds(2)),
      ],
      captures: [Capture.json('order', 'id'), Capture.header('at', 'location')],
      retries: 1,
      backoff: Duration.millis(200),
      timeout: Duration.seconds(5),
    });

    expect(step._step).toEqual({
      name: 'write an order',
      layer: 'transaction',
      method: 'POST',
      path: '/api/orders',
      headers: { authorization: 'Bearer ${token}' },
      json: { product: 'tea' },
      expect: {
        status: '201',
        headers: [{ name: 'location' }, { name: 'content-type', contains: 'json' }],
        body: [{ matches: '"id":' }],
        json: [{ path: 'id' }, { path: 'total', equals: 12 }],
        maxLatencyMillis: 2000,
      },
      captures: [
        { name: 'order', jsonPath: 'id' },
        { name: 'at', header: 'location' },
      ],
      retries: 1,
      backoffMillis: 200,
      timeoutMillis: 5000,
    });
  });

  test('joins percentiles of repeated requests', () => {
    const { expect: expected } = HttpStep.get('/', {
      repeat: 100,
      concurrency: 10,
      expect: [Expect.p50(Duration.millis(50)), Expect.p99(Duration.millis(400))],
    })._step;

    expect(expected).toEqual({ percentiles: { p50Millis: 50, p99Millis: 400 } });
  });

  test.each([
    [
      () => HttpStep.get('health'),
      "the path of step 'GET health' must start with a slash or a variable; did you mean '/health'?",
    ],
    [() => HttpStep.post('/', { json: {}, body: '' }), "step 'POST /' has both 'json' and 'body'; keep one of them"],
    [() => HttpStep.get('/', { headers: { Host: 'shop' } }), "step 'GET /' sets the header 'host'; set 'hostName'"],
    [() => HttpStep.get('/', { repeat: 2, captures: [Capture.json('a', 'a')] }), "has both 'captures' and 'repeat'"],
    [() => HttpStep.get('/', { retries: 11 }), "'retries' must be a whole number from 0 to 10, got 11"],
    [() => HttpStep.get('/', { repeat: 0 }), "'repeat' must be a whole number from 1 to 10000, got 0"],
    [() => HttpStep.get('/', { concurrency: 101 }), "'concurrency' must be a whole number from 1 to 100, got 101"],
    [
      () => HttpStep.get('/', { expect: [Expect.p95(Duration.seconds(1))] }),
      "expects a percentile of a single request; set 'repeat'",
    ],
    [
      () => HttpStep.get('/', { expect: [Expect.status('200'), Expect.status('201')] }),
      "expects 'status' twice, 200 and 201",
    ],
    [
      () => HttpStep.request('get', '/'),
      "'method' must be an HTTP method in capital letters other than CONNECT, got 'get'",
    ],
    [() => Expect.status('2xx'), "'codes' must be such as '200', '200,202' or '200-299', got '2xx'"],
    [() => Expect.bodyMatches('('), "'pattern' must be a JavaScript regular expression, got '('"],
    [
      () => Capture.json('order-id', 'id'),
      "a variable's name must be a letter or underscore, then letters, digits, underscores, got 'order-id'",
    ],
  ])('fails: %s', (make, message) => {
    expect(make).toThrow(message);
  });

  test.each(['/a?b=c', '${location}', '/${id}'])('takes the path %s', (path) => {
    expect(HttpStep.get(path)._step.path).toBe(path);
  });
});
