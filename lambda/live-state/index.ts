import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { Route53Client } from '@aws-sdk/client-route-53';
import { AWS_CLIENT_OPTIONS } from '../shared/aws-client-options';
import { liveStateHandler } from './live-state';

/** Tells CloudFormation what is live, whenever it is about to write what a release moves. */
export const handler = liveStateHandler({
  clients: {
    cloudFormation: new CloudFormationClient(AWS_CLIENT_OPTIONS),
    loadBalancing: new ElasticLoadBalancingV2Client(AWS_CLIENT_OPTIONS),
    autoScaling: new AutoScalingClient(AWS_CLIENT_OPTIONS),
    route53: new Route53Client(AWS_CLIENT_OPTIONS),
    codeDeploy: new CodeDeployClient(AWS_CLIENT_OPTIONS),
    dynamoDb: new DynamoDBClient(AWS_CLIENT_OPTIONS),
    ecs: new ECSClient(AWS_CLIENT_OPTIONS),
  },
});
