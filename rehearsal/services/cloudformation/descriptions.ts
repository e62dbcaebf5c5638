import type {
  StackResource as ResourceDescription,
  Stack as StackDescription,
  StackResourceSummary,
  StackSummary,
} from '@aws-sdk/client-cloudformation';
import type { Stack, StackResourceRecord } from './stack';

/** A stack as DescribeStacks answers it. */
export function describeStack(stack: Stack): StackDescription {
  return {
    StackId: stack.id,
    StackName: stack.name,
    Description: stack.model?.template.Description,
    Parameters: stack.shownParameters,
    CreationTime: new Date(stack.createdAt),
    LastUpdatedTime: stack.updatedAt === undefined ? undefined : new Date(stack.updatedAt),
    DeletionTime: stack.deletedAt === undefined ? undefined : new Date(stack.deletedAt),
    RollbackConfiguration: {},
    StackStatus: stack.status,
    StackStatusReason: stack.reason,
    DisableRollback: stack.disableRollback,
    NotificationARNs: [],
    Capabilities: [...(stack.model?.capabilities ?? [])] as StackDescription['Capabilities'],
    Outputs: stack.outputs.map(({ key, value, description, exportName }) => ({
      OutputKey: key,
      OutputValue: value,
      Description: description,
      ExportName: exportName,
    })),
    RoleARN: stack.roleArn,
    Tags: [...(stack.model?.tags ?? [])],
    EnableTerminationProtection: stack.terminationProtection,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}

/** A stack as ListStacks answers it. */
export function summariseStack(stack: Stack): StackSummary {
  const { StackId, StackName, CreationTime, LastUpdatedTime, DeletionTime, StackStatus, StackStatusReason } =
    describeStack(stack);
  const TemplateDescription = stack.model?.template.Description;
  return {
    ...{ StackId, StackName, TemplateDescription, CreationTime, LastUpdatedTime, DeletionTime },
    ...{ StackStatus, StackStatusReason, DriftInformation: { StackDriftStatus: 'NOT_CHECKED' } },
  };
}

/** A resource as DescribeStackResources answers it. */
export function describeResource(stack: Stack, record: StackResourceRecord): ResourceDescription {
  return {
    StackName: stack.name,
    StackId: stack.id,
    LogicalResourceId: record.logicalId,
    PhysicalResourceId: record.existing?.physicalId,
    ResourceType: record.type,
    Timestamp: new Date(record.changedAt),
    ResourceStatus: record.status,
    ResourceStatusReason: record.reason,
    DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
  };
}

/** A resource as ListStackResources answers it. */
export function summariseResource(stack: Stack, record: StackResourceRecord): StackResourceSummary {
  const { LogicalResourceId, PhysicalResourceId, ResourceType, Timestamp, ResourceStatus, ResourceStatusReason } =
    describeResource(stack, record);
  return {
    ...{ LogicalResourceId, PhysicalResourceId, ResourceType, LastUpdatedTimestamp: Timestamp },
    ...{ ResourceStatus, ResourceStatusReason, DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' } },
  };
}
