/** A service that an AWS SDK integration calls. */
export interface SdkService {
  /** The prefix of its IAM actions. */
  readonly prefix: string;
  /** Before the dot in its errors' names. */
  readonly errors: string;
}

/**
 * The SDK integrations, by the service's name in the ARN, with their exception prefixes.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html#supported-services-awssdk-list
 */
export const SDK_SERVICES: Readonly<Record<string, SdkService>> = {
  autoscaling: { prefix: 'autoscaling', errors: 'AutoScaling' },
  cloudformation: { prefix: 'cloudformation', errors: 'CloudFormation' },
  cloudwatch: { prefix: 'cloudwatch', errors: 'CloudWatch' },
  codedeploy: { prefix: 'codedeploy', errors: 'CodeDeploy' },
  dynamodb: { prefix: 'dynamodb', errors: 'DynamoDb' },
  ec2: { prefix: 'ec2', errors: 'Ec2' },
  ecs: { prefix: 'ecs', errors: 'Ecs' },
  elasticloadbalancingv2: { prefix: 'elasticloadbalancing', errors: 'ElasticLoadBalancingV2' },
  eventbridge: { prefix: 'events', errors: 'EventBridge' },
  iam: { prefix: 'iam', errors: 'Iam' },
  lambda: { prefix: 'lambda', errors: 'Lambda' },
  route53: { prefix: 'route53', errors: 'Route53' },
  s3: { prefix: 's3', errors: 'S3' },
  secretsmanager: { prefix: 'secretsmanager', errors: 'SecretsManager' },
  sfn: { prefix: 'states', errors: 'Sfn' },
  sns: { prefix: 'sns', errors: 'Sns' },
  ssm: { prefix: 'ssm', errors: 'Ssm' },
  sts: { prefix: 'sts', errors: 'Sts' },
};

/** A service that Step Functions has an optimised integration with. */
export interface OptimisedService extends SdkService {
  /** The operations by the action in the ARN. */
  readonly actions: Readonly<Record<string, string>>;
  /** The error's name when the service's model does not have the error, e.g. access denied. */
  readonly unmodelled: string;
}

/**
 * The optimised integrations that the local AWS has. Their prefixes are spelled otherwise than those of the SDK
 * integrations (`DynamoDB` here, `DynamoDb` there).
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html
 */
export const OPTIMISED: Readonly<Record<string, OptimisedService>> = {
  lambda: {
    prefix: 'lambda',
    errors: 'Lambda',
    unmodelled: 'Lambda.AWSLambdaException',
    actions: { invoke: 'Invoke' },
  },
  dynamodb: {
    prefix: 'dynamodb',
    errors: 'DynamoDB',
    unmodelled: 'DynamoDB.AmazonDynamoDBException',
    actions: { getItem: 'GetItem', putItem: 'PutItem', updateItem: 'UpdateItem', deleteItem: 'DeleteItem' },
  },
  events: {
    prefix: 'events',
    errors: 'EventBridge',
    unmodelled: 'EventBridge.AmazonEventBridgeException',
    actions: { putEvents: 'PutEvents' },
  },
  sns: {
    prefix: 'sns',
    errors: 'SNS',
    unmodelled: 'SNS.AmazonSNSException',
    actions: { publish: 'Publish' },
  },
  states: {
    prefix: 'states',
    errors: 'StepFunctions',
    unmodelled: 'StepFunctions.AWSStepFunctionsException',
    actions: { startExecution: 'StartExecution' },
  },
};
