import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { RehearseOptions } from '../../rehearsal/rehearse';
import { rehearseShop } from '../fixtures/rehearsal';
import { type ShopOptions, synthesiseShop } from '../fixtures/shop';

const CERTIFICATE = elbv2.ListenerCertificate.fromArn('arn:aws:acm:us-east-1:123456789012:certificate/c');

const assemblies: string[] = [];

afterAll(() => {
  for (const assembly of assemblies) rmSync(assembly, { recursive: true });
});

function shop(props: ShopOptions['props']): string {
  const assembly = mkdtempSync(path.join(tmpdir(), 'rehearse-https-'));
  assemblies.push(assembly);
  synthesiseShop(assembly, { canaryMinutes: 2, bakeMinutes: 1, props });
  return assembly;
}

async function run(assembly: string, scenario: string, options: Partial<RehearseOptions> = {}) {
  const said: string[] = [];
  const report = await rehearseShop({ assembly, scenario, rate: 200, say: (line) => said.push(line), ...options });
  return { report, said: said.join('\n') };
}

const PASSED = ['AfterAllowTestTraffic pass', 'BeforeAllowTraffic pass'];
const verdicts = (hooks: readonly { stage: string; verdict: string }[]) =>
  hooks.map(({ stage, verdict }) => `${stage} ${verdict}`);

describe.each([
  ['the name that users call it by', { hostName: 'shop.example.com' }],
  ['no name but that of its load balancer', {}],
])('a service with certificates and %s', (_name, named) => {
  let assembly: string;

  beforeAll(() => {
    assembly = shop(() => ({ certificates: [CERTIFICATE], ...named }));
  });

  test('is released under load over HTTPS, its hooks too', async () => {
    const { report, said } = await run(assembly, 'good');

    expect(said).toMatch(/200 requests per second on https:\/\/127\.0\.0\.1:\d+\//);
    expect(report).toMatchObject({ outcome: 'succeeded', asExpected: true, liveAfter: 'green' });
    expect(verdicts(report.hooks)).toEqual(PASSED);
    expect(report.users.requests).toBeGreaterThan(200);
    expect(report.users.failed).toBe(0);
    expect(report.traffic.blue.requests + report.traffic.green.requests).toBe(report.users.requests);
    expect(report.permissions.refused).toEqual([]);
  });

  test('goes back when its smoke test fails, for the reason that the smoke test gives', async () => {
    const { report } = await run(assembly, 'smoke-fails');

    expect(report).toMatchObject({ outcome: 'rolled-back', asExpected: true, liveAfter: 'blue' });
    expect(report.reason).toMatch(/^the hook at AfterAllowTestTraffic failed: step 1 of 1, 'GET \/api\/products'/);
    expect(report.reason).not.toMatch(/certificate|TLS/i);
    expect(report.users.failed).toBe(0);
  });
});

describe('a service behind a rule of a listener that it shares', () => {
  test('is released through its rule, by requests that meet its conditions', async () => {
    const assembly = shop((stack, vpc) => {
      const loadBalancer = new elbv2.ApplicationLoadBalancer(stack, 'Shared', { vpc });
      const shared = (id: string, port: number) =>
        loadBalancer.addListener(id, {
          port,
          certificates: [CERTIFICATE],
          open: false,
          defaultAction: elbv2.ListenerAction.fixedResponse(404),
        });
      return {
        hostName: 'shop.example.com',
        productionListener: shared('Main', 443),
        testListener: shared('Test', 8443),
        ruleConditions: [elbv2.ListenerCondition.hostHeaders(['shop.example.com'])],
        rulePriority: 10,
      };
    });
    const weights = new Set<number>();

    const { report, said } = await run(assembly, 'good', {
      onProgress: (progress) => weights.add(progress.weights.green),
    });

    expect(said).toMatch(/requests per second on https:\/\/127\.0\.0\.1:\d+\/, as shop\.example\.com/);
    expect(report).toMatchObject({ outcome: 'succeeded', asExpected: true, liveBefore: 'blue', liveAfter: 'green' });
    expect([...weights]).toEqual([0, 10, 100]);
    expect(report.users.failed).toBe(0);
    expect(report.traffic.blue.requests + report.traffic.green.requests).toBe(report.users.requests);
    expect(report.permissions.refused).toEqual([]);
  });

  test('cannot be rehearsed when the listener is in no stack of the app, and says what is missing', async () => {
    const LISTENERS = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/shared/1';
    const assembly = shop((stack, vpc) => {
      const securityGroup = ec2.SecurityGroup.fromSecurityGroupId(stack, 'Admitted', 'sg-1');
      const imported = (id: string, defaultPort: number) =>
        elbv2.ApplicationListener.fromApplicationListenerAttributes(stack, id, {
          listenerArn: `${LISTENERS}/${id}`,
          securityGroup,
          defaultPort,
        });
      return {
        loadBalancer: elbv2.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, 'Shared', {
          loadBalancerArn: 'arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/shared/1',
          loadBalancerDnsName: 'shared.example.com',
          securityGroupId: 'sg-1',
          vpc,
        }),
        productionListener: imported('main', 443),
        testListener: imported('test', 8443),
        ruleConditions: [elbv2.ListenerCondition.hostHeaders(['shop.example.com'])],
        rulePriority: 10,
      };
    });

    await expect(run(assembly, 'good')).rejects.toThrow(
      /Listener '.*\/app\/shared\/1\/\w+' not found.*; the local AWS has only what the stacks of the app make$/,
    );
  });
});
