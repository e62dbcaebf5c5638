import { inflateRawSync } from 'node:zlib';
import { Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import {
  BlueGreenEcsService,
  type BlueGreenEcsServiceProps,
  HttpStep,
  SmokeTest,
  type SmokeTestProps,
  SmokeTestSecret,
} from '../../../lib';
import { propertiesOf, statementsOf, testStack } from '../../fixtures/stack';

/** A service with a smoke test, and the template of both. */
function smokeTested(test: Partial<SmokeTestProps> = {}, service: Partial<BlueGreenEcsServiceProps> = {}) {
  const base = testStack();
  const smoke = new SmokeTest(base.stack, 'Smoke', { steps: [HttpStep.get('/health')], ...test });
  const props = { cluster: base.cluster, taskDefinition: base.fargateTask(), hooks: [smoke], ...service };
  new BlueGreenEcsService(base.stack, 'Orders', props);
  const [handler] = propertiesOf(base.template(), 'AWS::Lambda::Function');
  return { ...base, smoke, template: base.template(), handler, variables: handler.Environment.Variables };
}

describe('smoke test', () => {
  test('is a function that ends well before the limits of Lambda, and after its own', () => {
    const { template } = smokeTested({ timeout: Duration.minutes(14) });

    template.allResourcesProperties('AWS::Lambda::Function', { Runtime: 'nodejs24.x' });
    template.resourcePropertiesCountIs('AWS::Lambda::Function', { Timeout: 870 }, 1);
  });

  test('is asked once test traffic reaches the candidate', () => {
    const { template } = smokeTested();

    expect(JSON.stringify(propertiesOf(template, 'AWS::SSM::Parameter'))).toContain('AfterAllowTestTraffic');
  });

  test('keeps its log for a month, and no longer than its stack', () => {
    const { template } = smokeTested();

    template.hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 30 }, DeletionPolicy: 'Delete' });
  });

  test('answers for its own deployment group only, and logs to its own group only', () => {
    const { template } = smokeTested();

    const statements = statementsOf(template, 'Smoke');
    const answer = statements.find(({ Action }) => Action === 'codedeploy:PutLifecycleEventHookExecutionStatus');
    const [group] = propertiesOf(template, 'AWS::CodeDeploy::DeploymentGroup');
    expect(JSON.stringify(answer.Resource)).toContain(`/${group.DeploymentGroupName}`);
    const unbound = statements.filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => Action);
    expect(unbound.every((action) => action.startsWith('ec2:'))).toBe(true);
  });
});

describe('where it runs', () => {
  test('inside the VPC, by the DNS name, when the load balancer is internal', () => {
    const { handler, variables } = smokeTested();

    expect(handler.VpcConfig.SubnetIds).toHaveLength(2);
    expect(JSON.stringify(variables.TEST_URL)).toMatch(/http:.*DNSName.*:8080/);
    expect(variables.LOAD_BALANCER_NAME).toBeUndefined();
  });

  test('inside the VPC, by private addresses, when the load balancer is internet-facing', () => {
    const { handler, variables } = smokeTested({}, { internetFacing: true });

    expect(handler.VpcConfig).toBeDefined();
    expect(variables.LOAD_BALANCER_NAME).toEqual({ 'Fn::GetAtt': [expect.any(String), 'LoadBalancerFullName'] });
  });

  test('outside, without a way into the VPC, when the test listener is open to everybody', () => {
    const { handler, template } = smokeTested({}, { internetFacing: true, testTrafficFrom: [ec2.Peer.anyIpv4()] });

    expect(handler.VpcConfig).toBeUndefined();
    expect(JSON.stringify(statementsOf(template, 'Smoke'))).not.toContain('ec2:');
  });

  test('is let in by name when the VPC as a whole is not', () => {
    const { template } = smokeTested({}, { testTrafficFrom: [ec2.Peer.ipv4('203.0.113.0/24')] });

    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      FromPort: 8080,
      Description: 'hooks to test traffic',
    });
  });

  test('fails where a VPC has public subnets only', () => {
    const stack = testStack();
    const vpc = new ec2.Vpc(stack.stack, 'Open', {
      natGateways: 0,
      subnetConfiguration: [{ name: 'p', subnetType: ec2.SubnetType.PUBLIC }],
    });
    const hook = new SmokeTest(stack.stack, 'Smoke', { steps: [HttpStep.get('/')] });

    expect(() =>
      hook.bindToCodeDeploy({
        servicePath: 'Test/Orders',
        deploymentGroupArn: 'arn:group',
        vpc,
        testUrl: 'http://alb:8080',
        insideVpc: true,
        needsIngressRule: false,
      }),
    ).toThrow("hook 'Test/Smoke' runs inside the VPC, which has public subnets only");
  });
});

describe('settings', () => {
  test('are plain JSON when small', () => {
    expect(JSON.parse(smokeTested().variables.STEPS)).toEqual([{ method: 'GET', path: '/health' }]);
  });

  test('are deflated when large', () => {
    const steps = Array.from({ length: 60 }, (_, n) => HttpStep.get(`/api/products/${n}`, { name: `product ${n}` }));

    const { STEPS } = smokeTested({ steps }).variables;

    expect(STEPS).toMatch(/^deflate:/);
    const json = inflateRawSync(Buffer.from(STEPS.slice('deflate:'.length), 'base64')).toString();
    expect(JSON.parse(json)).toHaveLength(60);
  });

  test('fail when too large even so', () => {
    const noise = Array.from({ length: 3000 }, (_, n) => ((n * 7919) ** 2).toString(36)).join('');

    expect(() => smokeTested({ steps: [HttpStep.post('/', { body: noise })] })).toThrow(
      /the settings of hook 'Test\/Smoke' take \d+ bytes, but Lambda allows 4096; make fewer or shorter steps/,
    );
  });

  test('stay plain with a token in them', () => {
    const { stack } = testStack();
    const token = Stack.of(stack).region;

    expect(JSON.stringify(smokeTested({ steps: [HttpStep.get(`/${token}`)] }).variables.STEPS)).toContain(
      'AWS::Region',
    );
  });

  test('name the host that users call', () => {
    expect(smokeTested({}, { hostName: 'shop.example.com' }).variables.HOST_NAME).toBe('shop.example.com');
  });
});

test('a secret is read when the test runs, by the test only', () => {
  const { stack } = testStack();
  const secret = secretsmanager.Secret.fromSecretCompleteArn(
    stack,
    'Secret',
    'arn:aws:secretsmanager:eu-west-1:123456789012:secret:user-AbCdEf',
  );

  const { variables, template } = smokeTested({
    secrets: { password: SmokeTestSecret.fromSecretsManager(secret, 'password') },
  });

  expect(JSON.parse(variables.SECRETS)).toEqual([
    { name: 'password', secretId: secret.secretArn, jsonKey: 'password' },
  ]);
  expect(statementsOf(template, 'Smoke')).toContainEqual(
    expect.objectContaining({
      Action: expect.arrayContaining(['secretsmanager:GetSecretValue']),
      Resource: secret.secretArn,
    }),
  );
});

describe('wrong use fails', () => {
  test('no steps', () => {
    expect(() => smokeTested({ steps: [] })).toThrow("'steps' is empty; give at least one");
  });

  test('a time-out that Lambda does not allow', () => {
    expect(() => smokeTested({ timeout: Duration.minutes(15) })).toThrow(
      "'timeout' must be 1 to 840 whole seconds, got 15 minutes",
    );
  });

  test('one hook for two services', () => {
    const { stack, cluster, smoke } = smokeTested();
    const taskDefinition = testStack().fargateTask();

    expect(() => new BlueGreenEcsService(stack, 'Carts', { cluster, taskDefinition, hooks: [smoke] })).toThrow(
      "hook 'Test/Smoke' is already used by 'Test/Orders' and cannot be used by 'Test/Carts' too; make one hook for each service",
    );
  });

  test('no test traffic', () => {
    expect(() => smokeTested({}, { testTraffic: false })).toThrow('without a test listener');
  });
});
