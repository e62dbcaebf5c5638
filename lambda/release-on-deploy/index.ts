import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SSMClient } from '@aws-sdk/client-ssm';
import { AWS_CLIENT_OPTIONS } from '../shared/aws-client-options';
import { releaseOnDeployHandler } from './release-on-deploy';

/** Releases as part of a stack update, and answers CloudFormation when events say that it is time. */
export const handler = releaseOnDeployHandler({
  stackName: process.env.STACK_NAME ?? '',
  clients: {
    cloudFormation: new CloudFormationClient(AWS_CLIENT_OPTIONS),
    codeDeploy: new CodeDeployClient(AWS_CLIENT_OPTIONS),
    ecs: new ECSClient(AWS_CLIENT_OPTIONS),
    stepFunctions: new SFNClient(AWS_CLIENT_OPTIONS),
    dynamoDb: new DynamoDBClient(AWS_CLIENT_OPTIONS),
    autoScaling: new AutoScalingClient(AWS_CLIENT_OPTIONS),
    loadBalancing: new ElasticLoadBalancingV2Client(AWS_CLIENT_OPTIONS),
    events: new EventBridgeClient(AWS_CLIENT_OPTIONS),
    ssm: new SSMClient(AWS_CLIENT_OPTIONS),
  },
});
