import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { Route53Client } from '@aws-sdk/client-route-53';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';

/** The SDK clients that releases of ECS services need. */
export interface EcsClients {
  readonly codeDeploy: CodeDeployClient;
  readonly ecs: ECSClient;
  readonly elb: ElasticLoadBalancingV2Client;
  readonly cloudWatch: CloudWatchClient;
}

/** The SDK clients that releases by the state machine need. */
export interface MachineClients {
  readonly stepFunctions: SFNClient;
  readonly dynamoDb: DynamoDBClient;
  readonly autoScaling: AutoScalingClient;
  readonly route53: Route53Client;
  readonly elb: ElasticLoadBalancingV2Client;
  readonly cloudWatch: CloudWatchClient;
  readonly sts: STSClient;
}

/** The SDK clients that the release verbs use. */
export interface Clients extends EcsClients, MachineClients {
  readonly ssm: SSMClient;
  readonly lambda: LambdaClient;
}

/** Clients with the SDK's own configuration: profile, region, credentials and AWS_ENDPOINT_URL from the environment. */
export function defaultClients(): Clients {
  // On Node 20 the SDK warns that its next versions will need a newer one; this one is bundled, and works.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  return {
    ssm: new SSMClient(),
    lambda: new LambdaClient(),
    codeDeploy: new CodeDeployClient(),
    ecs: new ECSClient(),
    elb: new ElasticLoadBalancingV2Client(),
    cloudWatch: new CloudWatchClient(),
    stepFunctions: new SFNClient(),
    dynamoDb: new DynamoDBClient(),
    autoScaling: new AutoScalingClient(),
    route53: new Route53Client(),
    sts: new STSClient(),
  };
}
