import path from 'node:path';
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { strToU8, zipSync } from 'fflate';
import { Credentials } from '../../../rehearsal/endpoint/credentials';
import { Lambda } from '../../../rehearsal/services/lambda/lambda';
import { S3 } from '../../../rehearsal/services/s3/s3';
import { Sts } from '../../../rehearsal/services/sts';
import { ProcessFunctionRunner } from '../../../rehearsal/stage/functions';
import { Network } from '../../../rehearsal/stage/network';
import { clientOf, closeEndpoints, emptyCloud, startEndpoint } from '../endpoint/fixture';

const ROLE = 'arn:aws:iam::123456789012:role/smoke';
const SOURCE = `
  const { STSClient, GetCallerIdentityCommand } = require('@aws-sdk/client-sts');
  exports.handler = async () => (await new STSClient({}).send(new GetCallerIdentityCommand({}))).Arn;
`;

test('an uploaded function calls the endpoint as its role, with the SDK that Lambda brings', async () => {
  const cloud = emptyCloud();
  const credentials = new Credentials(cloud.account);
  const s3 = cloud.add(new S3(cloud));
  let url = '';
  const runner = new ProcessFunctionRunner({
    readArchive: (bucket, key) => s3.tryRead(bucket, key),
    network: new Network(),
    region: cloud.region,
    endpointUrl: () => url,
    credentialsFor: (roleArn, sessionName) => credentials.issue(roleArn, { sessionName }),
    sdkFrom: path.join(__dirname, '..', '..', '..'),
  });
  const lambda = cloud.add(new Lambda(cloud, s3, runner));
  cloud.add(new Sts(cloud, credentials));
  const endpoint = await startEndpoint(cloud, { resolvePrincipal: (key) => credentials.resolve(key) });
  url = endpoint.url;

  const Bucket = `cdk-hnb659fds-assets-${cloud.account}-${cloud.region}`;
  const Body = zipSync({ 'lib/smoke.js': strToU8(SOURCE) });
  await clientOf(S3Client, endpoint).send(new PutObjectCommand({ Bucket, Key: 'smoke.zip', Body }));
  const client = clientOf(LambdaClient, endpoint);
  await client.send(
    new CreateFunctionCommand({
      FunctionName: 'smoke',
      Role: ROLE,
      Runtime: 'nodejs24.x',
      Handler: 'lib/smoke.handler',
      Timeout: 30,
      Code: { S3Bucket: Bucket, S3Key: 'smoke.zip' },
    }),
  );
  const { Payload, FunctionError } = await client.send(new InvokeCommand({ FunctionName: 'smoke' }));
  await runner.close();
  lambda.stop();
  await closeEndpoints();

  expect([FunctionError, Payload?.transformToString()]).toEqual([
    undefined,
    '"arn:aws:sts::123456789012:assumed-role/smoke/smoke"',
  ]);
  expect(cloud.calls.at(-2)).toMatchObject({ action: 'sts:GetCallerIdentity', principal: { kind: 'role', arn: ROLE } });
});
