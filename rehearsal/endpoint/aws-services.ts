import { type ServiceFacts, ServiceModel } from './service-model';

/** A service that the endpoint can speak, and where its schemas are. */
interface ServiceEntry extends ServiceFacts {
  /** Loaded on the first request only: all of them together take a third of a second. */
  readonly load: () => Promise<object>;
}

/** The services of AWS that the endpoint speaks. What they do is in `rehearsal/services`. */
const SERVICES: readonly ServiceEntry[] = [
  {
    prefix: 'application-autoscaling',
    signingName: 'application-autoscaling',
    protocol: 'json-1.1',
    version: '2016-02-06',
    target: 'AnyScaleFrontendService',
    xmlNamespace: '',
    load: () => import('@aws-sdk/client-application-auto-scaling'),
  },
  {
    prefix: 'autoscaling',
    signingName: 'autoscaling',
    protocol: 'query',
    version: '2011-01-01',
    target: 'AutoScaling_2011_01_01',
    xmlNamespace: 'http://autoscaling.amazonaws.com/doc/2011-01-01/',
    load: () => import('@aws-sdk/client-auto-scaling'),
  },
  {
    prefix: 'cloudformation',
    signingName: 'cloudformation',
    protocol: 'query',
    version: '2010-05-15',
    target: 'CloudFormation',
    xmlNamespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
    load: () => import('@aws-sdk/client-cloudformation'),
  },
  {
    prefix: 'cloudwatch',
    signingName: 'monitoring',
    protocol: 'json-1.0',
    version: '2010-08-01',
    target: 'GraniteServiceVersion20100801',
    xmlNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
    queryCompatible: true,
    load: () => import('@aws-sdk/client-cloudwatch'),
  },
  {
    prefix: 'codedeploy',
    signingName: 'codedeploy',
    protocol: 'json-1.1',
    version: '2014-10-06',
    target: 'CodeDeploy_20141006',
    xmlNamespace: 'http://codedeploy.amazonaws.com/doc/2014-10-06/',
    load: () => import('@aws-sdk/client-codedeploy'),
  },
  {
    prefix: 'dynamodb',
    signingName: 'dynamodb',
    protocol: 'json-1.0',
    version: '2012-08-10',
    target: 'DynamoDB_20120810',
    xmlNamespace: 'http://dynamodb.amazonaws.com/doc/2012-08-10/',
    load: () => import('@aws-sdk/client-dynamodb'),
  },
  {
    prefix: 'ec2',
    signingName: 'ec2',
    protocol: 'ec2-query',
    version: '2016-11-15',
    target: 'AmazonEC2',
    xmlNamespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
    load: () => import('./schemas/ec2'),
  },
  {
    prefix: 'ecs',
    signingName: 'ecs',
    protocol: 'json-1.1',
    version: '2014-11-13',
    target: 'AmazonEC2ContainerServiceV20141113',
    xmlNamespace: 'http://ecs.amazonaws.com/doc/2014-11-13/',
    load: () => import('@aws-sdk/client-ecs'),
  },
  {
    prefix: 'elasticloadbalancing',
    signingName: 'elasticloadbalancing',
    protocol: 'query',
    version: '2015-12-01',
    target: 'ElasticLoadBalancing_v10',
    xmlNamespace: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
    load: () => import('@aws-sdk/client-elastic-load-balancing-v2'),
  },
  {
    prefix: 'events',
    signingName: 'events',
    protocol: 'json-1.1',
    version: '2015-10-07',
    target: 'AWSEvents',
    xmlNamespace: 'http://events.amazonaws.com/doc/2015-10-07/',
    load: () => import('@aws-sdk/client-eventbridge'),
  },
  {
    prefix: 'iam',
    signingName: 'iam',
    protocol: 'query',
    version: '2010-05-08',
    target: 'AWSIdentityManagementV20100508',
    xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    load: () => import('@aws-sdk/client-iam'),
  },
  {
    prefix: 'lambda',
    signingName: 'lambda',
    protocol: 'rest-json',
    version: '2015-03-31',
    target: 'AWSGirApiService',
    xmlNamespace: '',
    load: () => import('@aws-sdk/client-lambda'),
  },
  {
    prefix: 'route53',
    signingName: 'route53',
    protocol: 'rest-xml',
    version: '2013-04-01',
    target: 'Route53',
    xmlNamespace: 'https://route53.amazonaws.com/doc/2013-04-01/',
    load: () => import('@aws-sdk/client-route-53'),
  },
  {
    prefix: 's3',
    signingName: 's3',
    protocol: 'rest-xml',
    version: '2006-03-01',
    target: 'AmazonS3',
    xmlNamespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
    load: () => import('@aws-sdk/client-s3'),
  },
  {
    prefix: 'secretsmanager',
    signingName: 'secretsmanager',
    protocol: 'json-1.1',
    version: '2017-10-17',
    target: 'secretsmanager',
    xmlNamespace: '',
    load: () => import('@aws-sdk/client-secrets-manager'),
  },
  {
    prefix: 'sns',
    signingName: 'sns',
    protocol: 'query',
    version: '2010-03-31',
    target: 'AmazonSimpleNotificationService',
    xmlNamespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
    load: () => import('@aws-sdk/client-sns'),
  },
  {
    prefix: 'ssm',
    signingName: 'ssm',
    protocol: 'json-1.1',
    version: '2014-11-06',
    target: 'AmazonSSM',
    xmlNamespace: 'http://ssm.amazonaws.com/doc/2014-11-06/',
    load: () => import('@aws-sdk/client-ssm'),
  },
  {
    prefix: 'states',
    signingName: 'states',
    protocol: 'json-1.0',
    version: '2016-11-23',
    target: 'AWSStepFunctions',
    xmlNamespace: '',
    load: () => import('@aws-sdk/client-sfn'),
  },
  {
    prefix: 'sts',
    signingName: 'sts',
    protocol: 'query',
    version: '2011-06-15',
    target: 'AWSSecurityTokenServiceV20110615',
    xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    load: () => import('@aws-sdk/client-sts'),
  },
];

/** The facts of every service that the endpoint speaks. */
export const SERVICE_FACTS: readonly ServiceFacts[] = SERVICES;

const models = new Map<string, Promise<ServiceModel>>();

/** The model of a service, loaded when it is first asked for and then kept. */
export function serviceModel(facts: ServiceFacts): Promise<ServiceModel> {
  const known = models.get(facts.prefix);
  if (known) return known;
  const entry = SERVICES.find((service) => service.prefix === facts.prefix);
  if (!entry) throw new Error(`the endpoint does not speak '${facts.prefix}'`);
  const model = entry.load().then((schemas) => new ServiceModel(entry, { ...schemas }));
  models.set(facts.prefix, model);
  return model;
}
