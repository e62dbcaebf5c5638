import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { CodeDeployReleases } from '../../../bin/aws/code-deploy-releases';
import { SsmServices } from '../../../bin/aws/ssm-services';
import { descriptor, FakeDeployments } from '../commands/fakes';

const ssm = mockClient(SSMClient);
const services = new SsmServices(new SSMClient({ region: 'us-east-1' }), ({ path, kind }) => ({
  path,
  kind,
  releases: new CodeDeployReleases(descriptor(), new FakeDeployments()),
}));

const DESCRIPTOR = {
  kind: 'ecs',
  application: 'app',
  deploymentGroup: 'group',
  cluster: 'cluster',
  service: 'orders',
  productionListener: 'arn:listener',
  testListener: 'arn:test',
  taskFamily: 'orders',
  appSpec: '{}',
};

beforeEach(() => ssm.reset());

function parameters(...given: [name: string, value: string][]) {
  ssm.on(GetParametersByPathCommand).resolves({ Parameters: given.map(([Name, Value]) => ({ Name, Value })) });
}

test('services are the release descriptors below the prefix, over all pages, in order', async () => {
  const Value = JSON.stringify(DESCRIPTOR);
  ssm
    .on(GetParametersByPathCommand)
    .resolvesOnce({ Parameters: [{ Name: '/cdk-blue-green/Shop/Orders', Value }], NextToken: 'more' })
    .resolvesOnce({ Parameters: [{ Name: '/cdk-blue-green/Shop/Carts', Value }] });

  expect((await services.list()).map(({ path }) => path)).toEqual(['Shop/Carts', 'Shop/Orders']);
  expect(ssm.calls()[0].args[0].input).toMatchObject({ Path: '/cdk-blue-green/', Recursive: true });
});

test('other kinds of workload are left out', async () => {
  parameters(
    ['/cdk-blue-green/A', JSON.stringify({ kind: 'of tomorrow' })],
    ['/cdk-blue-green/B', JSON.stringify(DESCRIPTOR)],
  );
  expect((await services.list()).map(({ path }) => path)).toEqual(['B']);
});

test('a way back that failed belongs to its service, and is none itself', async () => {
  const at = '2026-11-26T10:00:00.000Z';
  const left = { kind: 'not-taken-back', construct: 'Shop/B', release: 'd-1', reason: 'denied', at };
  parameters(
    ['/cdk-blue-green/Shop/A', JSON.stringify(DESCRIPTOR)],
    ['/cdk-blue-green/Shop/B', JSON.stringify(DESCRIPTOR)],
    ['/cdk-blue-green/Shop/B/not-taken-back', JSON.stringify(left)],
  );
  expect((await services.list()).map(({ path, notTakenBack }) => [path, notTakenBack])).toEqual([
    ['Shop/A', undefined],
    ['Shop/B', { release: 'd-1', reason: 'denied', at: new Date(at) }],
  ]);
});

test.each([
  ['{', 'it is no JSON'],
  [JSON.stringify({ ...DESCRIPTOR, cluster: undefined, appSpec: '' }), 'it has no cluster, no appSpec'],
])('a descriptor that cannot be read is named (%#)', async (value, why) => {
  parameters(['/cdk-blue-green/Shop/Orders', value]);
  await expect(services.list()).rejects.toThrow(
    `the release descriptor in SSM parameter '/cdk-blue-green/Shop/Orders' cannot be read: ${why}`,
  );
});
