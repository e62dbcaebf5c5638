import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { AWS_CLIENT_OPTIONS } from '../shared/aws-client-options';
import { jsonLog } from '../shared/log';
import { reportRelease } from './report-release';
import { readSettings } from './settings';

const clients = {
  codeDeploy: new CodeDeployClient(AWS_CLIENT_OPTIONS),
  dynamoDb: new DynamoDBClient(AWS_CLIENT_OPTIONS),
  sns: new SNSClient(AWS_CLIENT_OPTIONS),
  events: new EventBridgeClient(AWS_CLIENT_OPTIONS),
  ssm: new SSMClient(AWS_CLIENT_OPTIONS),
};

/** What EventBridge tells of releases. */
export const handler = async (event: unknown): Promise<void> => {
  const settings = readSettings(process.env.SETTINGS);
  const log = jsonLog({ handler: 'release-report', construct: settings.construct });
  await reportRelease(event, settings, clients, log);
};
