import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import https, { type RequestOptions } from 'node:https';
import { text } from 'node:stream/consumers';
import type { TLSSocket } from 'node:tls';
import { CertificateAuthority } from '../../../../rehearsal/stage/data-plane/certificate-authority';
import { PlaneUnderTest } from '../../../fixtures/plane-under-test';
import { group, listener, split, table } from '../../../fixtures/routing-table';

let stage: PlaneUnderTest;
let authority: CertificateAuthority;

beforeEach(() => {
  authority = new CertificateAuthority();
  stage = new PlaneUnderTest({ authority });
});

afterEach(async () => {
  await stage.close();
  authority.close();
});

/** An HTTPS listener on 443 that tells the target's view of the protocol, and one on 80 that redirects to it. */
async function openShop(): Promise<void> {
  const blue = await stage.serving('b1', (request, response) => response.end(request.headers['x-forwarded-proto']));
  const secure = listener(split(1, 0), { protocol: 'HTTPS', port: 443 });
  const redirect = listener(
    { kind: 'redirect', statusCode: 301, protocol: 'HTTPS', port: '443' },
    { listenerArn: 'http', port: 80 },
  );
  await stage.plane.updateTable(table([secure, redirect], [group('blue', [blue.target()])]));
}

/** What a client got that verifies the certificate, and the certificate's fingerprint. */
function get(options: RequestOptions): Promise<{ body: string; fingerprint: string }> {
  return new Promise((resolve, reject) => {
    const request = https.get({ port: stage.plane.portOf('production'), agent: false, ...options }, (response) => {
      const { fingerprint256: fingerprint } = (response.socket as TLSSocket).getPeerCertificate();
      text(response).then((body) => resolve({ body, fingerprint }), reject);
    });
    request.on('error', reject);
  });
}

test.each([
  ['an address of this computer', { host: '127.0.0.1' }],
  ['localhost', { host: 'localhost' }],
  ['the name that users call the service by', { host: '127.0.0.1', servername: 'shop.example.com' }],
  ['the name of the load balancer', { host: '127.0.0.1', servername: 'Shop-1.us-east-1.elb.localhost' }],
  ['a name as long as a name may be', { host: '127.0.0.1', servername: `${'a'.repeat(63)}.${'b'.repeat(63)}.example` }],
])('a client that trusts the authority reaches a listener by %s', async (_name, options) => {
  await openShop();

  const { body } = await get({ ...options, ca: await authority.certificate() });

  expect(body).toBe('https');
});

test('a client that does not trust the authority refuses it, and that counts as no request', async () => {
  await openShop();

  await expect(get({ host: 'localhost' })).rejects.toThrow('unable to verify the first certificate');
  await get({ host: 'localhost', ca: await authority.certificate() });

  expect((await stage.observations(1)).map(({ status }) => status)).toEqual([200]);
});

test('the certificate of one name is good for no other', async () => {
  const { cert } = await authority.issue('shop.example.com');

  expect(new X509Certificate(cert).checkHost('shop.example.com')).toBe('shop.example.com');
  expect(new X509Certificate(cert).checkHost('other.example.com')).toBeUndefined();
  expect(new X509Certificate(cert).checkIP('127.0.0.1')).toBeUndefined();
});

test('a certificate names its issuer by key too, without which strict clients refuse it', async () => {
  const leaf = new X509Certificate((await authority.issue('shop.example.com')).cert);
  const ca = new X509Certificate(await authority.certificate());

  expect(leaf.checkIssued(ca)).toBe(true);
  expect(leaf.verify(ca.publicKey)).toBe(true);
  // Node tells of no extension but the alternative names: look for the identifier (RFC 5280, 4.2.1.1) itself.
  const AUTHORITY_KEY_IDENTIFIER = Buffer.from('0603551d23', 'hex');
  expect(leaf.raw.includes(AUTHORITY_KEY_IDENTIFIER)).toBe(true);
  expect([leaf.ca, ca.ca]).toEqual([false, true]);
});

test('a name has the same certificate with every connection, whatever its case', async () => {
  await openShop();
  const ca = await authority.certificate();

  const first = await get({ host: '127.0.0.1', servername: 'shop.example.com', ca });
  const second = await get({ host: '127.0.0.1', servername: 'SHOP.example.com', ca });

  expect(first.fingerprint).toBe(second.fingerprint);
});

test('the file has the certificate of the authority only, is there when something was issued, and goes with it', async () => {
  expect(authority.file).toBeUndefined();
  await authority.issue();
  const file = authority.file ?? '';

  expect(readFileSync(file, 'utf8').trim()).toBe((await authority.certificate()).trim());
  expect(new X509Certificate(readFileSync(file)).ca).toBe(true);
  authority.close();
  expect(existsSync(file)).toBe(false);
});

test('plain HTTP on an HTTPS listener gets nothing', async () => {
  await openShop();
  await expect(stage.ask()).rejects.toThrow('socket hang up');
});

describe('a redirect to HTTPS', () => {
  test("leads who came by this computer's port to the local HTTPS port", async () => {
    await openShop();
    const host = `localhost:${stage.plane.portOf('http')}`;

    const { status, headers } = await stage.ask({ arn: 'http', path: '/cart?a=1', headers: { host } });

    expect(status).toBe(301);
    expect(headers.location).toBe(`https://localhost:${stage.plane.portOf('production')}/cart?a=1`);
  });

  test('leads to the listener of the same load balancer, not of another', async () => {
    const of = (loadBalancer: string) => [
      listener(split(1, 0), { listenerArn: `${loadBalancer} https`, loadBalancer, protocol: 'HTTPS', port: 443 }),
      listener(
        { kind: 'redirect', statusCode: 301, protocol: 'HTTPS', port: '443' },
        { listenerArn: `${loadBalancer} http`, loadBalancer, port: 80 },
      ),
    ];
    await stage.plane.updateTable(table([...of('shop'), ...of('blog')], []));

    for (const name of ['shop', 'blog']) {
      const host = `127.0.0.1:${stage.plane.portOf(`${name} http`)}`;
      const { headers } = await stage.ask({ arn: `${name} http`, headers: { host } });
      expect(headers.location).toBe(`https://127.0.0.1:${stage.plane.portOf(`${name} https`)}/`);
    }
  });
});
