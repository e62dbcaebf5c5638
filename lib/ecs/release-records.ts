import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { defineReleaseTable } from '../machine/release-table';

/** How long records of an ECS service's releases are kept. */
export const RECORD_RETENTION = Duration.days(365);

const ID = 'ReleaseRecords';

/**
 * The table of an ECS service's releases, by decision 0008, made by whoever needs it first: CodeDeploy keeps the deployments itself, so a
 * service whose releases are neither analysed nor reported has none.
 */
export function releaseRecordsOf(service: Construct, removalPolicy = RemovalPolicy.DESTROY): dynamodb.Table {
  const found = service.node.tryFindChild(ID);
  return found instanceof dynamodb.Table ? found : defineReleaseTable(service, ID, removalPolicy);
}
