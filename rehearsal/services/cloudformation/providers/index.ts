import type { Providers } from '../provider';
import { applicationAutoScalingProviders } from './application-auto-scaling';
import { autoScalingProviders } from './autoscaling';
import { cloudWatchProviders } from './cloudwatch';
import { codeDeployProviders } from './codedeploy';
import { customResourceProviders } from './custom-resource';
import { dynamoDbProviders } from './dynamodb';
import { ec2Providers } from './ec2';
import { ecsProviders } from './ecs';
import { elbv2Providers } from './elbv2';
import { eventsProviders } from './events';
import { iamProviders } from './iam';
import { knownInertProviders } from './known-inert';
import { lambdaProviders } from './lambda';
import { cloudFormationProviders } from './nested-stack';
import { route53Providers } from './route53';
import { s3Providers } from './s3';
import { secretsManagerProviders } from './secrets-manager';
import { snsProviders } from './sns';
import { ssmProviders } from './ssm';
import { stepFunctionsProviders } from './stepfunctions';

/** The resource types that the local AWS knows. */
export const PROVIDERS: Providers = {
  ...elbv2Providers,
  ...ec2Providers,
  ...autoScalingProviders,
  ...applicationAutoScalingProviders,
  ...ecsProviders,
  ...codeDeployProviders,
  ...cloudWatchProviders,
  ...lambdaProviders,
  ...ssmProviders,
  ...secretsManagerProviders,
  ...iamProviders,
  ...s3Providers,
  ...stepFunctionsProviders,
  ...cloudFormationProviders,
  ...customResourceProviders,
  ...dynamoDbProviders,
  ...route53Providers,
  ...eventsProviders,
  ...snsProviders,
  ...knownInertProviders,
};
