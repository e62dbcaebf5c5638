import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { CertificateAuthority } from '../../../rehearsal/stage/data-plane/certificate-authority';
import { type FunctionCloud, fn, functionCloud, outcome } from './functions-setting';

let cloud: FunctionCloud;

beforeEach(() => {
  cloud = functionCloud();
});

afterEach(() => cloud.runner.close());

describe('the authority of the HTTPS listeners', () => {
  const authority = new CertificateAuthority();
  let server: https.Server;

  beforeAll(async () => {
    const own = await authority.issue();
    server = https.createServer({ ...own, SNICallback: authority.contextFor }, (_request, response) => {
      response.end('shop');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  beforeEach(() => {
    cloud.network.bind(
      { host: '10.255.0.4', port: 8443 },
      { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    );
  });

  afterAll(() => {
    server.close();
    authority.close();
  });

  const asking = `const https = require('node:https');
    const options = { host: '10.255.0.4', port: 8443, servername: 'shop.example.com', headers: { host: 'shop.example.com' } };
    exports.handler = () => new Promise((resolve) =>
      https.get(options, (response) => response.on('data', (data) => resolve(String(data))))
        .on('error', (error) => resolve(error.code)));`;

  test('is trusted by functions, also by those that were warm before it was there', async () => {
    const before = await outcome(cloud, fn(asking));
    cloud.authorityFile = authority.file;
    const after = await outcome(cloud, fn(asking));

    expect([before.value, after.value]).toEqual(['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'shop']);
  });

  test("is trusted by a function that names Lambda's own file of authorities", async () => {
    cloud.authorityFile = authority.file;
    const environment = { NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem' };

    expect((await outcome(cloud, fn(asking, { environment }))).value).toBe('shop');
  });
});

describe('network of the cloud', () => {
  const address = { host: 'orders-1.elb.localhost', port: 80 };
  const get = `
    const http = require('node:http');
    const ask = (url) => new Promise((resolve, reject) => http.get(url, (response) => {
      let text = ''; response.on('data', (part) => (text += part)); response.on('end', () => resolve(text));
    }).on('error', reject));
  `;
  let server: http.Server;

  beforeEach(async () => {
    server = http.createServer((request, response) => response.end(`${request.headers.host}${request.url}`));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cloud.network.bind(address, { host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  });

  afterEach(() => {
    server.close();
    server.closeAllConnections();
  });

  test('reaches local ports by host name, with http and with fetch', async () => {
    const source = `${get} exports.handler = async () => [
      await ask('http://orders-1.elb.localhost/health'),
      await (await fetch('http://Orders-1.elb.localhost/api')).text(),
    ];`;

    const { value } = await outcome(cloud, fn(source));

    expect(value).toEqual(['orders-1.elb.localhost/health', 'orders-1.elb.localhost/api']);
  });

  test('follows changes while the process is warm', async () => {
    const source = `${get} exports.handler = async (url) => ask(url).catch((error) => error.code);`;
    const before = await outcome(cloud, fn(source), 'http://10.0.7.9:8080/');

    cloud.network.bind(
      { host: '10.0.7.9', port: 8080 },
      { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    );
    const after = await outcome(cloud, fn(source), 'http://10.0.7.9:8080/');

    expect([before.value, after.value]).toEqual(['ECONNREFUSED', '10.0.7.9:8080/']);
  });
});
