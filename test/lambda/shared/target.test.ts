import { findTarget } from '../../../lambda/shared/target';

const NEVER = new AbortController().signal;
const none = async (): Promise<string[]> => {
  throw new Error('no look-up was expected');
};

describe('target', () => {
  test.each([
    ['http://lb.example:9000', { protocol: 'http:', port: 9000, addresses: ['lb.example'], host: 'lb.example:9000' }],
    ['http://lb.example', { port: 80, host: 'lb.example' }],
    ['https://lb.example', { protocol: 'https:', port: 443, host: 'lb.example', serverName: 'lb.example' }],
    ['http://[::1]:81/', { port: 81, addresses: ['::1'], serverName: '::1', host: '[::1]:81' }],
  ])('of %s is the host itself, not verified', async (TEST_URL, expected) => {
    expect(await findTarget({ TEST_URL }, none, NEVER)).toMatchObject({ verified: false, ...expected });
  });

  test('sends the host name as it is, verifies it, and connects to the test URL', async () => {
    const target = await findTarget({ TEST_URL: 'https://lb.example:8443', HOST_NAME: 'shop.example:1' }, none, NEVER);

    expect(target).toMatchObject({
      addresses: ['lb.example'],
      port: 8443,
      host: 'shop.example:1',
      serverName: 'shop.example',
      verified: true,
    });
  });

  test('says what makes a request test traffic where the port does not', async () => {
    const target = { TEST_URL: 'http://lb.example', TEST_HEADER: 'X-Release' };

    expect(await findTarget(target, none, NEVER)).toMatchObject({ headers: { 'x-release': 'candidate' } });
  });

  test('connects to the private addresses of an internet-facing load balancer under the name of the test URL', async () => {
    const find = jest.fn(async () => ['10.0.0.4', '10.0.1.4']);

    const target = await findTarget(
      { TEST_URL: 'http://lb.example:9000', LOAD_BALANCER_NAME: 'app/lb/1' },
      find,
      NEVER,
    );

    expect(find).toHaveBeenCalledWith('app/lb/1', NEVER);
    expect(target).toMatchObject({ addresses: ['10.0.0.4', '10.0.1.4'], host: 'lb.example:9000', port: 9000 });
  });

  test('fails when the load balancer has no address', async () => {
    const found = findTarget({ TEST_URL: 'http://lb.example', LOAD_BALANCER_NAME: 'app/lb/1' }, async () => [], NEVER);

    await expect(found).rejects.toThrow("no network interface 'ELB app/lb/1' is in use");
  });

  test.each([undefined, '', 'lb.example', 'ftp://lb.example', 'http://lb.example/path', 'http://lb.example?x'])(
    'fails on the test URL %p',
    async (TEST_URL) => {
      await expect(findTarget({ TEST_URL }, none, NEVER)).rejects.toThrow(
        'TEST_URL must be http(s)://<host>[:<port>], got',
      );
    },
  );
});
