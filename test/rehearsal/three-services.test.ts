import type { DeploymentInfo } from '@aws-sdk/client-codedeploy';
import type { DescribeRulesOutput } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { GetParameterResult } from '@aws-sdk/client-ssm';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { BlueGreenEcsService, TrafficShift } from '../../lib';
import { releasesIn } from '../../rehearsal/template/releases';
import { deployedExample } from '../fixtures/deployed-example';

const NAMES = ['Carts', 'Orders', 'Users'] as const;

/** Three services behind one load balancer: each has a rule of its own on both listeners, by its path. */
function threeServices(): string {
  const stack = new Stack(new App(), 'Example');
  const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1, restrictDefaultSecurityGroup: false });
  const cluster = new ecs.Cluster(stack, 'Cluster', { vpc });
  const loadBalancer = new elbv2.ApplicationLoadBalancer(stack, 'Shared', { vpc });
  const nobody = elbv2.ListenerAction.fixedResponse(404);
  const listener = (id: string, port: number) =>
    loadBalancer.addListener(id, { port, open: false, defaultAction: nobody });
  const [productionListener, testListener] = [listener('Production', 80), listener('Test', 8080)];
  for (const name of NAMES) {
    const taskDefinition = new ecs.FargateTaskDefinition(stack, `${name}Task`, { family: name.toLowerCase() });
    taskDefinition.addContainer('web', {
      image: ecs.ContainerImage.fromRegistry('example/shop:1'),
      portMappings: [{ containerPort: 8080 }],
    });
    new BlueGreenEcsService(stack, name, {
      cluster,
      taskDefinition,
      productionListener,
      testListener,
      ruleConditions: [elbv2.ListenerCondition.pathPatterns([`/${name.toLowerCase()}/*`])],
      shift: TrafficShift.canary({ stepPercent: 10, stepBakeTime: Duration.minutes(5) }),
    });
  }
  return JSON.stringify(Template.fromStack(stack).toJSON());
}

const TEMPLATE = threeServices();

interface Descriptor {
  readonly application: string;
  readonly deploymentGroup: string;
  readonly productionListener: string;
  readonly testListener: string;
  readonly appSpec: string;
}

/** The three services on a local AWS in virtual time, and what their releases read and write. */
async function deployed() {
  const { clock, aws, root } = await deployedExample(TEMPLATE);
  const call = <T>(prefix: string, operation: string, input: object) =>
    aws.cloud.call(prefix, operation, input, root) as Promise<T>;
  const descriptors = await Promise.all(
    releasesIn([{ name: 'Example', template: TEMPLATE }]).map(async ({ parameterName: Name }) => {
      const { Parameter } = await call<GetParameterResult>('ssm', 'GetParameter', { Name });
      return JSON.parse(Parameter?.Value ?? '') as Descriptor;
    }),
  );
  const release = async ({ application, deploymentGroup, appSpec }: Descriptor) => {
    const revision = { revisionType: 'AppSpecContent', appSpecContent: { content: appSpec } };
    const input = { applicationName: application, deploymentGroupName: deploymentGroup, revision };
    return (await call<{ deploymentId: string }>('codedeploy', 'CreateDeployment', input)).deploymentId;
  };
  const statusOf = async (deploymentId: string) => {
    const { deploymentInfo } = await call<{ deploymentInfo: DeploymentInfo }>('codedeploy', 'GetDeployment', {
      deploymentId,
    });
    return deploymentInfo.status;
  };
  /** The weights of each rule of a listener, by its path. */
  const weights = async (ListenerArn = '') => {
    const { Rules = [] } = await call<DescribeRulesOutput>('elasticloadbalancing', 'DescribeRules', { ListenerArn });
    return Object.fromEntries(
      Rules.map(({ Conditions, Actions }) => [
        Conditions?.[0]?.PathPatternConfig?.Values?.[0] ?? 'default',
        Actions?.[0]?.ForwardConfig?.TargetGroups?.map(({ Weight }) => Weight) ?? Actions?.[0]?.Type,
      ]),
    );
  };
  return { clock, descriptors, release, statusOf, weights, call };
}

test('three services on one load balancer are released at the same time, and none touches what is not its own', async () => {
  const { clock, descriptors, release, statusOf, weights } = await deployed();
  const listener = descriptors[0]?.productionListener;
  const all = (weight: unknown) => ({
    '/carts/*': weight,
    '/orders/*': weight,
    '/users/*': weight,
    default: 'fixed-response',
  });
  expect(descriptors.map(({ productionListener }) => productionListener)).toEqual([listener, listener, listener]);
  expect(await weights(listener)).toEqual(all([100, 0]));

  const ids = await Promise.all(descriptors.map(release));
  const seen = new Set<string>();
  for (let minute = 0; minute < 60; minute++) {
    await clock.advance(60_000);
    seen.add(JSON.stringify(Object.values(await weights(listener)).slice(0, 3)));
  }

  expect(await Promise.all(ids.map(statusOf))).toEqual(['Succeeded', 'Succeeded', 'Succeeded']);
  expect(await weights(listener)).toEqual(all([0, 100]));
  expect([...seen].some((text) => text.includes('[90,10]'))).toBe(true);
});

test('one that goes back leaves the others where they are', async () => {
  const { clock, descriptors, release, statusOf, weights, call } = await deployed();
  const listener = descriptors[0]?.productionListener;
  const ids = await Promise.all(descriptors.map(release));
  while (!JSON.stringify(await weights(listener)).includes('[0,100]')) await clock.advance(30_000);

  await call('codedeploy', 'StopDeployment', { deploymentId: ids[1], autoRollbackEnabled: true });
  await clock.advance(3_600_000);

  expect(await Promise.all(ids.map(statusOf))).toEqual(['Succeeded', 'Stopped', 'Succeeded']);
  const paths = descriptors.map(
    ({ deploymentGroup }) => `/${NAMES.find((name) => deploymentGroup.includes(name))?.toLowerCase()}/*`,
  );
  const after = await weights(listener);
  expect(paths.map((path) => after[path])).toEqual([
    [0, 100],
    [100, 0],
    [0, 100],
  ]);
});
