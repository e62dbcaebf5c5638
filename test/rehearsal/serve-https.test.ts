import { existsSync, readFileSync } from 'node:fs';
import https from 'node:https';
import { text } from 'node:stream/consumers';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { serve } from '../../rehearsal/serve';

/** Serves until `use` is done; what it said by then. */
async function whileServing(use: (said: string[], endpointUrl: string) => Promise<void>): Promise<string[]> {
  const end = new AbortController();
  const said: string[] = [];
  let ready: () => void = () => undefined;
  const isReady = new Promise<void>((resolve) => {
    ready = resolve;
  });
  const say = (line: string) => {
    said.push(line);
    if (line.includes('Ctrl-C')) ready();
  };
  const serving = serve({ port: 0, live: 'true', speed: 100, switches: {}, say, signal: end.signal });
  await Promise.race([isReady, serving]);
  try {
    await use(said, /listens at (\S+);/.exec(said.join('\n'))?.[1] ?? '');
  } finally {
    end.abort();
    await serving;
  }
  return said;
}

/** A load balancer with HTTPS on 443, which answers by itself, and HTTP on 80, which leads there. */
async function makeShop(endpoint: string): Promise<void> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const elb = new ElasticLoadBalancingV2Client({ endpoint, credentials, region: 'us-east-1' });
  const { LoadBalancers } = await elb.send(
    new CreateLoadBalancerCommand({ Name: 'shop', Subnets: ['subnet-1', 'subnet-2'] }),
  );
  const LoadBalancerArn = LoadBalancers?.[0].LoadBalancerArn;
  const FixedResponseConfig = { StatusCode: '200', ContentType: 'text/plain', MessageBody: 'shop' };
  await elb.send(
    new CreateListenerCommand({
      LoadBalancerArn,
      Protocol: 'HTTPS',
      Port: 443,
      Certificates: [{ CertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/c' }],
      DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig }],
    }),
  );
  const RedirectConfig = { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' as const };
  await elb.send(
    new CreateListenerCommand({
      LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [{ Type: 'redirect', RedirectConfig }],
    }),
  );
  elb.destroy();
}

/** What a line of `serve` says, as soon as it says it. */
async function line(said: readonly string[], pattern: RegExp): Promise<string> {
  for (;;) {
    const found = pattern.exec(said.join('\n'))?.[1];
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test('serve tells where HTTPS listeners are and how to trust them, and HTTP leads there', async () => {
  let authorityFile = '';
  await whileServing(async (said, endpointUrl) => {
    await makeShop(endpointUrl);
    const secure = await line(said, /^https:\/\/shop-\S+:443 is (https:\S+)$/m);
    const plain = await line(said, /^http:\/\/shop-\S+:80 is (http:\S+)$/m);
    authorityFile = await line(said, /--cacert (\S+)$/m);

    const redirected = await fetch(`${plain}/cart`, { redirect: 'manual' });
    const location = redirected.headers.get('location') ?? '';
    const body = await new Promise<string>((resolve, reject) => {
      https
        .get(location, { ca: readFileSync(authorityFile), agent: false }, (response) => resolve(text(response)))
        .on('error', reject);
    });

    expect(location).toBe(`${secure}/cart`);
    expect(body).toBe('shop');
  });

  expect(existsSync(authorityFile)).toBe(false);
});
