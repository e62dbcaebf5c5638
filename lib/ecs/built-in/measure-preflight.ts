import { Stack } from 'aws-cdk-lib';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Settings } from '../../../lambda/measure-preflight/environment';
import type { Analysis } from '../../analysis/analysis';
import { renderAnalysisVariables } from '../../analysis/analysis-variables';
import { colourSources } from '../../analysis/colour-sources';
import { analysisStatements } from '../../analysis/permissions';
import { allow } from '../../machine/allow';
import { HandlerFunction } from '../../private/handler-function';
import { RECORD_RETENTION, releaseRecordsOf } from '../release-records';
import type { ServiceParts } from '../release-strategy';

/**
 * The function that asks at the start of a release whether every measure of its analysis has data of the live colour.
 *
 * It cannot name the service, which cannot be made before the functions that it asks; so it may read the deployments of the cluster.
 */
export function defineMeasurePreflight(
  { scope, props, targetGroups, traffic }: ServiceParts,
  analysis: Analysis,
): lambda.IFunction {
  const { blue, green } = targetGroups;
  const settings: Settings = { targetGroups: { blue: blue.targetGroupArn, green: green.targetGroupArn } };
  const table = releaseRecordsOf(scope, props.removalPolicy);
  const below = (resource: string) => deploymentsOf(scope, resource, props.cluster);
  return new HandlerFunction(scope, 'MeasurePreflight', {
    handler: 'measure-preflight',
    description: `Holds no release of ${scope.node.path} that could not be compared`,
    settings: Stack.of(scope).toJsonString(settings),
    environment: renderAnalysisVariables(scope, {
      analysis,
      dimension: 'target-group',
      colours: colourSources(traffic.loadBalancer, targetGroups),
      table: table.tableName,
      recordSeconds: (props.recordRetention ?? RECORD_RETENTION).toSeconds(),
      askSeconds: analysis._render('target-group').lookSeconds,
    }),
    statements: [
      allow(['ecs:DescribeServiceDeployments'], [below('service-deployment')]),
      allow(['ecs:DescribeServiceRevisions'], [below('service-revision')]),
      ...analysisStatements(table.tableArn),
    ],
  }).function;
}

function deploymentsOf(scope: ServiceParts['scope'], resource: string, { clusterName }: ecs.ICluster): string {
  return Stack.of(scope).formatArn({ service: 'ecs', resource, resourceName: `${clusterName}/*` });
}
