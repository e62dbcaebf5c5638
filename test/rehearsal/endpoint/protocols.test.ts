import http from 'node:http';
import { CloudWatchClient, DescribeAlarmsCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CodeDeployClient, GetDeploymentCommand } from '@aws-sdk/client-codedeploy';
import { DescribeNetworkInterfacesCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  DescribeListenersCommand,
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { AwsQueryProtocol, AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols';
import { AwsError } from '../../../rehearsal/aws-error';
import { clientOf, closeEndpoints, emptyCloud, ScriptedService, startEndpoint } from './fixture';

afterEach(closeEndpoints);

async function serving(prefix: string, answers: ConstructorParameters<typeof ScriptedService>[1]) {
  const cloud = emptyCloud();
  const service = cloud.add(new ScriptedService(prefix, answers));
  return { service, endpoint: await startEndpoint(cloud) };
}

function failing(code: string, message = 'it is so') {
  return () => {
    throw new AwsError(code, message);
  };
}

describe('query (Elastic Load Balancing)', () => {
  const listener = {
    ListenerArn: 'arn:listener',
    Port: 80,
    DefaultActions: [
      {
        Type: 'forward' as const,
        ForwardConfig: {
          TargetGroups: [
            { TargetGroupArn: 'arn:blue', Weight: 90 },
            { TargetGroupArn: 'arn:green', Weight: 10 },
          ],
          TargetGroupStickinessConfig: { Enabled: false },
        },
      },
    ],
  };

  test('reads a nested input and writes a nested output', async () => {
    const { service, endpoint } = await serving('elasticloadbalancing', {
      ModifyListener: (input) => ({ Listeners: [input] }),
    });

    const output = await clientOf(ElasticLoadBalancingV2Client, endpoint).send(new ModifyListenerCommand(listener));

    expect(service.inputs).toEqual([listener]);
    expect(output.Listeners).toEqual([listener]);
    expect(output.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('answers an error by the code of the query protocol, whichever name the service threw', async () => {
    for (const thrown of ['ListenerNotFound', 'ListenerNotFoundException']) {
      const { endpoint } = await serving('elasticloadbalancing', { DescribeListeners: failing(thrown, 'no <such>') });

      const answer = clientOf(ElasticLoadBalancingV2Client, endpoint).send(new DescribeListenersCommand({}));

      await expect(answer).rejects.toMatchObject({
        name: 'ListenerNotFoundException',
        Code: 'ListenerNotFound',
        message: 'no <such>',
        $metadata: { httpStatusCode: 400 },
      });
    }
  });
});

describe('EC2 query', () => {
  test('reads flat lists and writes item lists', async () => {
    const { service, endpoint } = await serving('ec2', {
      DescribeNetworkInterfaces: () => ({ NetworkInterfaces: [{ PrivateIpAddress: '10.0.0.4' }] }),
    });
    const input = { Filters: [{ Name: 'description', Values: ['ELB app/a/b', 'other'] }], MaxResults: 5 };

    const output = await clientOf(EC2Client, endpoint).send(new DescribeNetworkInterfacesCommand(input));

    expect(service.inputs).toEqual([input]);
    expect(output.NetworkInterfaces).toEqual([{ PrivateIpAddress: '10.0.0.4' }]);
  });

  test('answers an error in its own document', async () => {
    const { endpoint } = await serving('ec2', { DescribeNetworkInterfaces: failing('InvalidParameterValue') });

    const answer = clientOf(EC2Client, endpoint).send(new DescribeNetworkInterfacesCommand({}));

    await expect(answer).rejects.toMatchObject({ name: 'InvalidParameterValue', message: 'it is so' });
  });
});

describe('JSON 1.1 (CodeDeploy)', () => {
  test('reads and writes, times included', async () => {
    const createTime = new Date('2026-01-02T03:04:05.678Z');
    const { service, endpoint } = await serving('codedeploy', {
      GetDeployment: () => ({ deploymentInfo: { deploymentId: 'd-1', createTime } }),
    });

    const output = await clientOf(CodeDeployClient, endpoint).send(new GetDeploymentCommand({ deploymentId: 'd-1' }));

    expect(service.inputs).toEqual([{ deploymentId: 'd-1' }]);
    expect(output.deploymentInfo).toEqual({ deploymentId: 'd-1', createTime });
  });

  test('answers an error by its shape', async () => {
    const { endpoint } = await serving('codedeploy', { GetDeployment: failing('DeploymentDoesNotExistException') });

    const answer = clientOf(CodeDeployClient, endpoint).send(new GetDeploymentCommand({ deploymentId: 'd-1' }));

    await expect(answer).rejects.toMatchObject({ name: 'DeploymentDoesNotExistException', message: 'it is so' });
  });
});

describe('JSON 1.0 with query-compatible errors (CloudWatch)', () => {
  test('reads a compressed request', async () => {
    const { service, endpoint } = await serving('cloudwatch', { PutMetricData: () => undefined });
    const MetricData = Array.from({ length: 500 }, (_, place) => ({ MetricName: `requests-${place}`, Value: place }));

    await clientOf(CloudWatchClient, endpoint).send(new PutMetricDataCommand({ Namespace: 'Shop', MetricData }));

    expect(service.inputs).toEqual([{ Namespace: 'Shop', MetricData }]);
  });

  test('tells the old code in a header', async () => {
    const { endpoint } = await serving('cloudwatch', { DescribeAlarms: failing('InvalidNextToken') });

    const answer = clientOf(CloudWatchClient, endpoint).send(new DescribeAlarmsCommand({}));

    await expect(answer).rejects.toMatchObject({
      name: 'InvalidNextToken',
      Error: { Code: 'InvalidNextToken', Type: 'Sender' },
    });
  });
});

// Other clients of CloudWatch, and older ones, speak these.
describe.each([
  ['RPC v2 with CBOR', AwsSmithyRpcV2CborProtocol],
  ['query', AwsQueryProtocol],
])('CloudWatch in another protocol: %s', (_name, protocol) => {
  function speaking({ url }: { readonly url: string }): CloudWatchClient {
    const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
    return new CloudWatchClient({ endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1, protocol });
  }

  test('reads and writes, times included', async () => {
    const Timestamp = new Date('2026-01-02T03:04:05Z');
    const { service, endpoint } = await serving('cloudwatch', {
      PutMetricData: () => undefined,
      DescribeAlarms: () => ({ MetricAlarms: [{ AlarmName: 'a', Threshold: 0.5, StateUpdatedTimestamp: Timestamp }] }),
    });
    const input = { Namespace: 'Shop', MetricData: [{ MetricName: 'Errors', Value: 2.5, Timestamp }] };
    const client = speaking(endpoint);

    await client.send(new PutMetricDataCommand(input));
    const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({}));
    client.destroy();

    expect(service.inputs[0]).toEqual(input);
    expect(MetricAlarms).toEqual([{ AlarmName: 'a', Threshold: 0.5, StateUpdatedTimestamp: Timestamp }]);
  });

  test('answers an error', async () => {
    const { endpoint } = await serving('cloudwatch', { DescribeAlarms: failing('InvalidNextToken') });
    const client = speaking(endpoint);

    const answer = client.send(new DescribeAlarmsCommand({}));

    await expect(answer).rejects.toMatchObject({ name: 'InvalidNextToken', $metadata: { httpStatusCode: 400 } });
    client.destroy();
  });
});

describe('REST-JSON (Lambda)', () => {
  test('reads the path and the payload, and writes status, headers and payload', async () => {
    const { service, endpoint } = await serving('lambda', {
      Invoke: () => ({ StatusCode: 200, FunctionError: 'Unhandled', Payload: Buffer.from('{"errorMessage":"x"}') }),
    });

    const output = await clientOf(LambdaClient, endpoint).send(
      new InvokeCommand({ FunctionName: 'arn:aws:lambda:us-east-1:123456789012:function:smoke', Payload: '{"a":1}' }),
    );

    expect(service.inputs).toMatchObject([{ FunctionName: 'arn:aws:lambda:us-east-1:123456789012:function:smoke' }]);
    expect(String((service.inputs[0] as { Payload: Buffer }).Payload)).toBe('{"a":1}');
    expect(output).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(output.Payload?.transformToString()).toBe('{"errorMessage":"x"}');
  });

  test('answers an error with the status of its shape', async () => {
    const { endpoint } = await serving('lambda', { GetFunction: failing('ResourceNotFoundException') });

    const answer = clientOf(LambdaClient, endpoint).send(new GetFunctionCommand({ FunctionName: 'none' }));

    await expect(answer).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'it is so',
      $metadata: { httpStatusCode: 404 },
    });
  });
});

describe('REST-XML (S3)', () => {
  test('takes the bucket from the path, and unpacks chunked bodies', async () => {
    const { service, endpoint } = await serving('s3', { PutObject: () => ({ ETag: '"e"' }) });

    const output = await clientOf(S3Client, endpoint).send(
      new PutObjectCommand({ Bucket: 'assets', Key: 'a folder/å.zip', Body: 'hello', Metadata: { colour: 'blue' } }),
    );

    expect(service.inputs).toMatchObject([{ Bucket: 'assets', Key: 'a folder/å.zip', Metadata: { colour: 'blue' } }]);
    expect(String((service.inputs[0] as { Body: Buffer }).Body)).toBe('hello');
    expect(output.ETag).toBe('"e"');
  });

  test('tells operations of the same path apart by their query parameters', async () => {
    const { service, endpoint } = await serving('s3', {
      ListObjects: () => ({}),
      ListObjectsV2: () => ({ KeyCount: 1, Contents: [{ Key: 'a', Size: 3 }] }),
    });

    const output = await clientOf(S3Client, endpoint).send(new ListObjectsV2Command({ Bucket: 'assets', Prefix: 'a' }));

    expect(service.inputs).toEqual([{ Bucket: 'assets', Prefix: 'a' }]);
    expect(output).toMatchObject({ KeyCount: 1, Contents: [{ Key: 'a', Size: 3 }] });
  });

  test('takes the bucket from the host name too', async () => {
    const { service, endpoint } = await serving('s3', { HeadObject: () => ({ ContentLength: 3 }) });
    const headers = {
      host: 'assets.localhost',
      authorization: 'AWS4-HMAC-SHA256 Credential=A/20260101/us-east-1/s3/aws4_request',
    };

    await new Promise((resolve) => http.request(`${endpoint.url}/a/b`, { method: 'HEAD', headers }, resolve).end());

    expect(service.inputs).toEqual([{ Bucket: 'assets', Key: 'a/b' }]);
  });

  test('answers an error in its own document', async () => {
    const { endpoint } = await serving('s3', { GetObject: failing('NoSuchKey') });

    const answer = clientOf(S3Client, endpoint).send(new GetObjectCommand({ Bucket: 'assets', Key: 'none' }));

    await expect(answer).rejects.toMatchObject({ name: 'NoSuchKey', $metadata: { httpStatusCode: 404 } });
  });
});
