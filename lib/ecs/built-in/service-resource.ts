import * as ecs from 'aws-cdk-lib/aws-ecs';

/** The CloudFormation resource of a service, for what the CDK's own types cannot say in every version of our range. */
export function serviceResource(service: ecs.BaseService): ecs.CfnService {
  const resource = service.node.defaultChild;
  if (resource instanceof ecs.CfnService) return resource;
  throw new Error(
    `'${service.node.path}' has no AWS::ECS::Service as its default child; leave that as the CDK makes it`,
  );
}
