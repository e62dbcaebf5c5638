import http from 'node:http';
import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { Credentials } from '../../../rehearsal/endpoint/credentials';
import { createEndpoint } from '../../../rehearsal/endpoint/endpoint';
import { Ssm } from '../../../rehearsal/services/ssm';
import { Sts } from '../../../rehearsal/services/sts';
import { clientOf, closeEndpoints, emptyCloud, ScriptedService, startEndpoint } from './fixture';

afterEach(closeEndpoints);

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** A request as no SDK would make it. */
function ask(url: string, options: http.RequestOptions, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, options, (response) => {
      let text = '';
      response.on('data', (part) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

const SIGNED = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});

describe('what is no request to AWS', () => {
  test.each([
    ['a browser', { method: 'GET', path: '/' }, ''],
    ['a browser that wants an icon', { method: 'GET', path: '/favicon.ico' }, ''],
    ['garbage', { method: 'POST', path: '/' }, '\0\x01garbage'],
    ['JSON of somebody else', { method: 'POST', path: '/api', headers: { 'content-type': 'application/json' } }, '{}'],
    [
      'an empty form',
      { method: 'POST', path: '/', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      '',
    ],
  ])('is answered in one line: %s', async (_what, options, body) => {
    const { url } = await startEndpoint(emptyCloud());

    const answer = await ask(url, options, body);

    expect(answer.status).toBe(400);
    expect(answer.body).toMatch(/^this is the endpoint of a local AWS, and this was no request to AWS; .*\n$/);
  });
});

describe('what cannot be read', () => {
  const json = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AmazonSSM.GetParameter' };

  test.each([
    ['broken JSON', { ...SIGNED('ssm'), ...json }, '{"Name":', 'SerializationException'],
    ['JSON that is no object', { ...SIGNED('ssm'), ...json }, '7', 'SerializationException'],
    ['a body that is not compressed', { ...SIGNED('ssm'), ...json, 'content-encoding': 'gzip' }, '{}', 'not'],
    [
      'an operation without a name',
      { ...SIGNED('ssm'), ...json, 'x-amz-target': 'AmazonSSM.' },
      '{}',
      'UnknownOperationException',
    ],
    ['a target without a dot', { ...SIGNED('ssm'), ...json, 'x-amz-target': 'x' }, '{}', "no service ''"],
    [
      'the name of a property of every object',
      { ...SIGNED('ssm'), ...json, 'x-amz-target': 'AmazonSSM.constructor' },
      '{}',
      'UnknownOperationException',
    ],
  ])('is refused, and the endpoint lives on: %s', async (_what, headers, body, part) => {
    const cloud = emptyCloud();
    cloud.add(new Ssm(cloud));
    const endpoint = await startEndpoint(cloud);

    const answer = await ask(endpoint.url, { method: 'POST', headers }, body);

    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.body).toContain(part);
    await clientOf(SSMClient, endpoint).send(new PutParameterCommand({ Name: '/a', Value: '1', Type: 'String' }));
  });
});

describe('what the local AWS does not have', () => {
  test('a service: names those that the endpoint speaks', async () => {
    const { url } = await startEndpoint(emptyCloud());

    const { status, body } = await ask(url, {
      method: 'POST',
      headers: { ...SIGNED('dynamodb'), 'x-amz-target': 'Kinesis_20131202.GetItem' },
    });

    expect(status).toBe(404);
    expect(JSON.parse(body)).toMatchObject({
      __type: 'UnknownOperationException',
      message: expect.stringMatching(/^the local AWS has no service 'Kinesis_20131202'; it has: .*cloudformation, /),
    });
  });

  test('a service that nobody put into the cloud: in its own protocol', async () => {
    const endpoint = await startEndpoint(emptyCloud());

    const answer = clientOf(CloudWatchClient, endpoint).send(new ListMetricsCommand({}));

    await expect(answer).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: "the local AWS does not have the service 'cloudwatch'",
    });
  });

  test('an operation: names those that it has', async () => {
    const cloud = emptyCloud();
    cloud.add(new ScriptedService('cloudwatch', { PutMetricData: () => ({}), DescribeAlarms: () => ({}) }));

    const answer = clientOf(CloudWatchClient, await startEndpoint(cloud)).send(new ListMetricsCommand({}));

    await expect(answer).rejects.toMatchObject({
      message: 'the local AWS does not have cloudwatch:ListMetrics; it has: PutMetricData, DescribeAlarms',
    });
  });
});

test('answers InternalFailure when a service fails by mistake, and tells who listens', async () => {
  const cloud = emptyCloud();
  cloud.add(
    new ScriptedService('cloudwatch', {
      ListMetrics: () => {
        throw new TypeError('undefined is not iterable');
      },
    }),
  );
  const crashes: unknown[] = [];
  const endpoint = await startEndpoint(cloud, { onCrash: (error) => crashes.push(error) });

  const answer = clientOf(CloudWatchClient, endpoint).send(new ListMetricsCommand({}));

  await expect(answer).rejects.toMatchObject({
    name: 'InternalFailure',
    message: 'the local AWS failed: undefined is not iterable',
    $metadata: { httpStatusCode: 500 },
  });
  expect(crashes).toEqual([new TypeError('undefined is not iterable')]);
});

describe('callers', () => {
  async function serving() {
    const cloud = emptyCloud();
    const credentials = new Credentials(cloud.account);
    cloud.add(new Sts(cloud, credentials, { hasRole: () => true }));
    cloud.add(new Ssm(cloud));
    return { cloud, endpoint: await startEndpoint(cloud, { resolvePrincipal: (key) => credentials.resolve(key) }) };
  }

  test('are known by their access key', async () => {
    const { cloud, endpoint } = await serving();
    const RoleArn = 'arn:aws:iam::123456789012:role/Deploy';
    const { Credentials: issued } = await clientOf(STSClient, endpoint).send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me' }),
    );

    const asRole = clientOf(STSClient, endpoint, issued?.AccessKeyId);
    const { Arn } = await asRole.send(new GetCallerIdentityCommand({}));

    expect(issued?.Expiration?.getTime()).toBeGreaterThan(Date.now());
    expect(Arn).toBe('arn:aws:sts::123456789012:assumed-role/Deploy/me');
    expect(cloud.calls.map(({ principal, action }) => [principal.arn, action])).toEqual([
      ['arn:aws:iam::123456789012:root', 'sts:AssumeRole'],
      [RoleArn, 'sts:GetCallerIdentity'],
    ]);
  });

  test('are refused by the gatekeeper with the status that it says', async () => {
    const { cloud, endpoint } = await serving();
    const { AwsError } = await import('../../../rehearsal/aws-error');
    cloud.gatekeeper = {
      admit: () => {
        throw new AwsError('AccessDeniedException', 'User is not authorized to perform: ssm:GetParameter', 400);
      },
    };

    const answer = clientOf(SSMClient, endpoint).send(new GetParameterCommand({ Name: '/a' }));

    await expect(answer).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect(cloud.calls).toMatchObject([{ action: 'ssm:GetParameter', outcome: 'denied' }]);
  });
});

describe('port', () => {
  test('in use is an error that names it', async () => {
    const { port } = await startEndpoint(emptyCloud());

    await expect(createEndpoint({ cloud: emptyCloud() }).listen(port)).rejects.toThrow(
      `port ${port} is in use; choose another, or end the process that listens there`,
    );
  });

  test('is free after close, whatever connections were kept alive', async () => {
    const first = await createEndpoint({ cloud: emptyCloud() }).listen(0);
    const agent = new http.Agent({ keepAlive: true });
    await ask(first.url, { agent });

    await first.close();
    const second = await createEndpoint({ cloud: emptyCloud() }).listen(first.port);
    await second.close();
    agent.destroy();

    expect(second.port).toBe(first.port);
  });
});
