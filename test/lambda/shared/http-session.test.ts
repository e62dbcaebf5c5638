import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { HttpSession, MAX_BODY_BYTES, NoAnswerError } from '../../../lambda/shared/http-session';
import type { Target } from '../../../lambda/shared/target';
import { makeAuthority, makeLeaf } from '../../../rehearsal/stage/data-plane/certificate';
import { closedPort, LocalCandidate } from '../local-candidate';

const NEVER = new AbortController().signal;
const GET = { method: 'GET', path: '/', headers: {} };
const closing: { close(): unknown }[] = [];

afterEach(async () => {
  for (const thing of closing.splice(0)) await thing.close();
});

async function candidateWith(answer: Parameters<typeof LocalCandidate.start>[0]): Promise<LocalCandidate> {
  const candidate = await LocalCandidate.start(answer);
  closing.push({ close: () => candidate.stop() });
  return candidate;
}

function sessionTo(port: number, options: Partial<Target> = {}): HttpSession {
  const target: Target = {
    protocol: 'http:',
    port,
    addresses: ['127.0.0.1'],
    host: 'shop.example',
    serverName: 'shop.example',
    verified: false,
    ...options,
  };
  const session = new HttpSession(target, 4);
  closing.push(session);
  return session;
}

describe('HTTP session', () => {
  test('sends method, path, headers, body and the Host header, and reads status, headers and body', async () => {
    const candidate = await candidateWith(() => ({ status: 201, headers: { 'X-Id': ['a', 'b'] }, body: 'müsli' }));
    const request = { method: 'POST', path: '/orders?x=1', headers: { 'x-token': 't' }, body: 'grün' };

    const answer = await sessionTo(candidate.port).send(request, 5_000, NEVER);

    expect(answer).toMatchObject({ status: 201, body: 'müsli', truncated: false, headers: { 'x-id': 'a, b' } });
    expect(answer.latencyMillis).toBeGreaterThan(0);
    expect(candidate.asked).toMatchObject([
      { method: 'POST', path: '/orders?x=1', body: 'grün', headers: { host: 'shop.example', 'x-token': 't' } },
    ]);
  });

  test('sends what makes a request test traffic, whatever the request says itself', async () => {
    const candidate = await candidateWith(() => ({ body: 'ok' }));
    const session = sessionTo(candidate.port, { headers: { 'x-release': 'candidate' } });

    await session.send({ ...GET, headers: { 'x-release': 'nobody' } }, 5_000, NEVER);

    expect(candidate.asked).toMatchObject([{ headers: { 'x-release': 'candidate' } }]);
  });

  test('keeps the connection within a session and makes a new one in the next', async () => {
    const candidate = await candidateWith(() => ({ body: 'ok' }));
    const first = sessionTo(candidate.port);

    for (let i = 0; i < 3; i++) await first.send(GET, 5_000, NEVER);
    expect(candidate.connections).toBe(1);
    await sessionTo(candidate.port).send(GET, 5_000, NEVER);

    expect(candidate.connections).toBe(2);
  });

  test('asks the next address when it is asked again', async () => {
    const candidate = await candidateWith(() => ({ body: 'ok' }));
    // Another address of loopback, where the candidate does not listen.
    const session = sessionTo(candidate.port, { addresses: ['127.0.0.2', '127.0.0.1'] });

    await expect(session.send(GET, 5_000, NEVER)).rejects.toThrow('127.0.0.2');

    expect(await session.send(GET, 5_000, NEVER)).toMatchObject({ status: 200 });
  });

  test('keeps the beginning of a body that is too long, and says so', async () => {
    const candidate = await candidateWith(() => ({ body: 'x'.repeat(MAX_BODY_BYTES + 10) }));

    const answer = await sessionTo(candidate.port).send(GET, 5_000, NEVER);

    expect(answer.truncated).toBe(true);
    expect(answer.body).toHaveLength(MAX_BODY_BYTES);
  });

  test('names the place when nobody listens', async () => {
    const port = await closedPort();

    const sent = sessionTo(port).send(GET, 5_000, NEVER);

    await expect(sent).rejects.toThrow(NoAnswerError);
    await expect(sent).rejects.toThrow(`no answer from http://shop.example (127.0.0.1:${port}): connect ECONNREFUSED`);
  });

  test('gives up when no answer comes in time', async () => {
    const candidate = await candidateWith(() => undefined);

    await expect(sessionTo(candidate.port).send(GET, 50, NEVER)).rejects.toThrow('not done within 50 ms');
  });

  test('gives up for the reason of the signal', async () => {
    const candidate = await candidateWith(() => undefined);
    const controller = new AbortController();

    const sent = sessionTo(candidate.port).send(GET, 60_000, controller.signal);
    controller.abort(new Error('the test is over'));

    await expect(sent).rejects.toThrow('the test is over');
  });

  test.each([
    ['a header with a line break', { ...GET, headers: { 'x-a': 'secret\r\nvalue' } }],
    ['a path with a space', { ...GET, path: '/a b' }],
  ])('refuses %s as an error of the request', async (_, request) => {
    const candidate = await candidateWith(() => ({}));

    await expect(sessionTo(candidate.port).send(request, 5_000, NEVER)).rejects.toThrow(NoAnswerError);

    expect(candidate.asked).toEqual([]);
  });

  describe('over https', () => {
    async function secureServer(): Promise<{ port: number; names: unknown[] }> {
      const names: unknown[] = [];
      const server = https.createServer(
        await makeLeaf(await makeAuthority(), ['other.example']),
        (request, response) => {
          names.push((request.socket as unknown as { servername: unknown }).servername);
          response.end('ok');
        },
      );
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      closing.push({
        close: () => {
          server.closeAllConnections();
          server.close();
        },
      });
      return { port: (server.address() as AddressInfo).port, names };
    }

    test('sends the server name and takes any certificate when it is not verified', async () => {
      const { port, names } = await secureServer();

      const answer = await sessionTo(port, { protocol: 'https:' }).send(GET, 5_000, NEVER);

      expect(answer.body).toBe('ok');
      expect(names).toEqual(['shop.example']);
    });

    test('refuses a certificate that is not trusted when it is verified', async () => {
      const { port, names } = await secureServer();

      const sent = sessionTo(port, { protocol: 'https:', verified: true }).send(GET, 5_000, NEVER);

      await expect(sent).rejects.toThrow(/certificate/);
      expect(names).toEqual([]);
    });
  });
});
