import * as iam from 'aws-cdk-lib/aws-iam';

/**
 * What a function may do to analyse a release: read metrics, and write what it saw, into items of its own and one attribute of the release.
 *
 * `cloudwatch:GetMetricData` has no resource to be bound to ("Actions, resources, and condition keys for Amazon CloudWatch" in the Service
 * Authorization Reference lists none for it), so it is allowed on all metrics; it only reads.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export function analysisStatements(tableArn: string): iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({ actions: ['cloudwatch:GetMetricData'], resources: ['*'] }),
    new iam.PolicyStatement({
      actions: ['dynamodb:GetItem', 'dynamodb:PutItem'],
      resources: [tableArn],
      conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['analysis', 'look#*'] } },
    }),
    new iam.PolicyStatement({
      actions: ['dynamodb:UpdateItem'],
      resources: [tableArn],
      conditions: {
        'ForAllValues:StringEquals': {
          'dynamodb:LeadingKeys': ['release'],
          'dynamodb:Attributes': ['kind', 'id', 'analysis'],
        },
      },
    }),
  ];
}
