import { APPLICATION_AUTO_SCALING_SWITCHES } from './services/application-auto-scaling/application-auto-scaling';
import { AUTOSCALING_SWITCHES } from './services/autoscaling/autoscaling';
import { CLOUDFORMATION_SWITCHES } from './services/cloudformation/cloudformation';
import { CLOUDWATCH_SWITCHES } from './services/cloudwatch/cloudwatch';
import { CODEDEPLOY_SWITCHES } from './services/codedeploy/codedeploy';
import { DYNAMODB_SWITCHES } from './services/dynamodb/dynamodb';
import { ECS_SWITCHES } from './services/ecs/ecs';
import { ELBV2_SWITCHES } from './services/elbv2/elbv2';
import { IAM_SWITCHES } from './services/iam/iam';
import { ROUTE53_SWITCHES } from './services/route53/route53';
import { STEPFUNCTIONS_SWITCHES } from './services/stepfunctions/stepfunctions';
import { ROUTING_SWITCHES } from './stage/data-plane/switches';
import type { Switch } from './switches';

/** Every behaviour of AWS that is not certain, and that somebody may want to see the other way round. */
export const ALL_SWITCHES: readonly Switch[] = [
  ...CODEDEPLOY_SWITCHES,
  ...ECS_SWITCHES,
  ...ELBV2_SWITCHES,
  ...AUTOSCALING_SWITCHES,
  ...APPLICATION_AUTO_SCALING_SWITCHES,
  ...CLOUDWATCH_SWITCHES,
  ...IAM_SWITCHES,
  ...CLOUDFORMATION_SWITCHES,
  ...DYNAMODB_SWITCHES,
  ...ROUTE53_SWITCHES,
  ...STEPFUNCTIONS_SWITCHES,
  ...ROUTING_SWITCHES,
];
