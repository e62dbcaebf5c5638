import { ALL_SWITCHES } from './all-switches';
import { AwsError } from './aws-error';
import type { Clock } from './clock';
import { Cloud } from './cloud';
import { Credentials } from './endpoint/credentials';
import type { DeploymentAgent, FunctionRunner, InstanceRunner, Prober, TaskRunner } from './ports';
import { ApplicationAutoScaling } from './services/application-auto-scaling/application-auto-scaling';
import { AutoScaling } from './services/autoscaling/autoscaling';
import { CloudFormation } from './services/cloudformation/cloudformation';
import { RESPONSE_BUCKET, ResponseMailbox } from './services/cloudformation/response-mailbox';
import { CloudWatch } from './services/cloudwatch/cloudwatch';
import { CodeDeploy } from './services/codedeploy/codedeploy';
import { DynamoDb } from './services/dynamodb/dynamodb';
import { Ec2 } from './services/ec2/ec2';
import { Ecs } from './services/ecs/ecs';
import { Elbv2 } from './services/elbv2/elbv2';
import { EventBridge } from './services/eventbridge/eventbridge';
import { Iam } from './services/iam/iam';
import { Lambda } from './services/lambda/lambda';
import type { EndpointChecker } from './services/route53/health-check';
import { Route53 } from './services/route53/route53';
import { S3 } from './services/s3/s3';
import { SecretsManager } from './services/secrets-manager';
import { Sns } from './services/sns/sns';
import { Ssm } from './services/ssm';
import { StepFunctions } from './services/stepfunctions/stepfunctions';
import { Sts } from './services/sts';
import { loadBalancerAddresses } from './stage/load-balancer-addresses';
import { Switches } from './switches';

export interface LocalAwsOptions {
  readonly clock: Clock;
  readonly tasks: TaskRunner;
  /** @default - no instance can be launched */
  readonly instances?: InstanceRunner;
  /** @default - the agents of instances do nothing, and succeed */
  readonly agent?: DeploymentAgent;
  readonly functions: FunctionRunner;
  /** Where the endpoint is reached; undefined without one. Functions of custom resources answer there. */
  readonly endpointUrl?: () => string | undefined;
  readonly prober: Prober;
  /** Makes Route 53's health checks. @default - a model: local load balancers by their targets, everything else is healthy */
  readonly endpointChecker?: EndpointChecker;
  /** @default - the safer value of each */
  readonly switches?: Readonly<Record<string, string>>;
  /** See CloudFormation. @default false */
  readonly lastEventsOnly?: boolean;
  readonly account?: string;
  readonly region?: string;
}

/** All services of the local AWS, put together: one account in one region. */
export class LocalAws {
  public readonly cloud: Cloud;
  public readonly credentials: Credentials;
  public readonly elbv2: Elbv2;
  public readonly cloudWatch: CloudWatch;
  public readonly ec2: Ec2;
  public readonly autoScaling: AutoScaling;
  public readonly applicationAutoScaling: ApplicationAutoScaling;
  public readonly ecs: Ecs;
  public readonly codeDeploy: CodeDeploy;
  public readonly cloudFormation: CloudFormation;
  public readonly iam: Iam;
  public readonly lambda: Lambda;
  public readonly dynamoDb: DynamoDb;
  public readonly eventBridge: EventBridge;
  public readonly route53: Route53;
  public readonly sns: Sns;
  public readonly s3: S3;
  public readonly ssm: Ssm;
  public readonly stepFunctions: StepFunctions;

  constructor(options: LocalAwsOptions) {
    const { clock, account, region } = options;
    const cloud = new Cloud({ clock, account, region, switches: new Switches(ALL_SWITCHES, options.switches) });
    this.cloud = cloud;
    this.credentials = new Credentials(cloud.account);
    this.elbv2 = cloud.add(new Elbv2(cloud, options.prober, (instanceId) => this.ec2.addressOf(instanceId)));
    this.cloudWatch = cloud.add(new CloudWatch(cloud));
    this.cloudWatch.watchHosts(this.elbv2);
    const alarmState = (name: string) => this.cloudWatch.book.tryFind(name)?.description.StateValue;
    this.route53 = cloud.add(new Route53(cloud, { elbv2: this.elbv2, alarmState, checker: options.endpointChecker }));
    this.dynamoDb = cloud.add(new DynamoDb(cloud));
    this.ecs = cloud.add(new Ecs(cloud, options.tasks));
    this.applicationAutoScaling = cloud.add(new ApplicationAutoScaling(cloud));
    this.codeDeploy = cloud.add(new CodeDeploy(cloud, options.agent));
    this.s3 = cloud.add(new S3(cloud));
    this.lambda = cloud.add(new Lambda(cloud, this.s3, options.functions));
    this.sns = cloud.add(new Sns(cloud, this.lambda));
    this.eventBridge = cloud.add(new EventBridge(cloud, { lambda: this.lambda, sns: this.sns }));
    this.ssm = cloud.add(new Ssm(cloud));
    this.stepFunctions = cloud.add(new StepFunctions(cloud));
    cloud.add(new SecretsManager(cloud));
    this.iam = cloud.add(new Iam(cloud));
    const hasRole = (arn: string) => this.iam.hasRole(arn);
    cloud.add(new Sts(cloud, this.credentials, { hasRole }));
    const interfaces = () => loadBalancerAddresses(this.elbv2.state.loadBalancers.values());
    this.ec2 = cloud.add(new Ec2(cloud, interfaces, options.instances ?? NO_INSTANCES));
    this.autoScaling = cloud.add(new AutoScaling(cloud, this.ec2));
    const readObject = (url: string) => readTemplate(this.s3, url);
    const mailbox = new ResponseMailbox(options.endpointUrl);
    this.s3.receiveForService(RESPONSE_BUCKET, (key, body) => mailbox.arrived(key, body));
    const { lastEventsOnly } = options;
    this.cloudFormation = cloud.add(
      new CloudFormation(cloud, { readObject, isRole: hasRole, mailbox, lastEventsOnly }),
    );
    cloud.gatekeeper = this.iam;
  }

  /** Ends everything that runs by itself. */
  public async stop(): Promise<void> {
    await this.stepFunctions.stop();
    this.codeDeploy.stop();
    this.autoScaling.stop();
    this.applicationAutoScaling.stop();
    this.lambda.stop();
    await Promise.all([this.ecs.stop(), this.ec2.stop()]);
    this.eventBridge.stop();
    this.route53.stop();
    this.dynamoDb.stop();
    this.elbv2.stop();
    this.cloudWatch.stop();
    await this.cloudFormation.stop();
    this.s3.close();
  }
}

const NO_INSTANCES: InstanceRunner = {
  start: ({ instanceId }) => {
    throw new Error(`nothing runs instances here, so '${instanceId}' cannot start`);
  },
};

/** The text of an object by its path-style URL, as the CDK CLI names its templates. */
function readTemplate(s3: S3, url: string): string {
  const [bucket, ...key] = new URL(url).pathname.slice(1).split('/').map(decodeURIComponent);
  const body = s3.tryRead(bucket, key.join('/'));
  if (!body) throw new AwsError('ValidationError', `S3 error: The specified key does not exist: ${url}`);
  return body.toString('utf8');
}
