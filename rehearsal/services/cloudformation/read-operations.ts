import type * as sdk from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../aws-error';
import { parseTemplate } from '../../template/parse';
import type { Template } from '../../template/template';
import { requiredCapability } from './capabilities';
import { describeResource, summariseResource, summariseStack } from './descriptions';
import type { Stack, StackResourceRecord } from './stack';
import { type ReadObject, type TemplateRequest, templateText, validated } from './stack-models';
import type { OperationTools } from './stack-operation';

/** How late it is told that a resource is being changed, where it is. */
const LATE_MS = 2_000;

/**
 * The operations that only read. Answers come in one page.
 *
 * @param lastEventsOnly whether a stack tells the events of its last operation only
 */
export function readOperations({ store, cloud }: OperationTools, read: ReadObject, lastEventsOnly = false) {
  return {
    DescribeStackEvents: (input: sdk.DescribeStackEventsCommandInput): sdk.DescribeStackEventsOutput => {
      const stack = store.find(input.StackName);
      return { StackEvents: (lastEventsOnly ? stack.lastEvents : stack.events).toReversed() };
    },

    /** Hooks and early validation are not here, so there is never an operation event to tell. */
    DescribeEvents: (_input: sdk.DescribeEventsCommandInput): sdk.DescribeEventsOutput => ({ OperationEvents: [] }),

    ListHookResults: (_input: sdk.ListHookResultsCommandInput): sdk.ListHookResultsOutput => ({ HookResults: [] }),

    GetHookResult: (input: sdk.GetHookResultCommandInput): never => {
      throw new AwsError(
        'HookResultNotFound',
        `there is no hook result ${input.HookResultId}: hooks do not run here`,
        404,
      );
    },

    DescribeStackResources: (input: sdk.DescribeStackResourcesCommandInput): sdk.DescribeStackResourcesOutput => {
      const { PhysicalResourceId: physicalId, LogicalResourceId: logicalId } = input;
      const stack = physicalId ? owner(store.present, physicalId) : store.find(input.StackName);
      const found = [...stack.resources.values()].filter((one) => !logicalId || one.logicalId === logicalId);
      return { StackResources: found.map((one) => describeResource(stack, one)) };
    },

    DescribeStackResource: (input: sdk.DescribeStackResourceCommandInput): sdk.DescribeStackResourceOutput => {
      const stack = store.find(input.StackName);
      const isLate = cloud.switches.is('cloudformation.resource-status', 'late');
      const record = stack.resourceBefore(input.LogicalResourceId ?? '', isLate ? LATE_MS : 0);
      if (!record)
        throw new AwsError(
          'ValidationError',
          `Resource ${input.LogicalResourceId} does not exist for stack ${stack.name}`,
        );
      const { Timestamp: LastUpdatedTimestamp, ...rest } = describeResource(stack, record);
      return { StackResourceDetail: { ...rest, LastUpdatedTimestamp, Metadata: metadataOf(stack, record) } };
    },

    ListStackResources: (input: sdk.ListStackResourcesCommandInput): sdk.ListStackResourcesOutput => {
      const stack = store.find(input.StackName);
      return { StackResourceSummaries: [...stack.resources.values()].map((one) => summariseResource(stack, one)) };
    },

    ListStacks: (input: sdk.ListStacksCommandInput): sdk.ListStacksOutput => {
      const wanted = input.StackStatusFilter ?? [];
      const stacks = [...store.all.values()].filter((one) => wanted.length === 0 || wanted.includes(one.status));
      return { StackSummaries: stacks.toReversed().map(summariseStack) };
    },

    GetTemplate: (input: sdk.GetTemplateCommandInput): sdk.GetTemplateOutput => {
      const stack = store.find(input.StackName);
      // A stack that only has a change set has no template yet; AWS answers an empty one.
      return { TemplateBody: stack.model?.templateText ?? '{}', StagesAvailable: ['Original', 'Processed'] };
    },

    GetTemplateSummary: async (input: sdk.GetTemplateSummaryCommandInput): Promise<sdk.GetTemplateSummaryOutput> => {
      const template = input.StackName ? store.find(input.StackName).model?.template : await templateOf(input, read);
      const types = Object.values(template?.Resources ?? {}).map((one) => one.Type);
      return {
        ...(template ? summaryOf(template) : {}),
        ResourceTypes: [...new Set(types)],
        DeclaredTransforms: [],
      };
    },

    ValidateTemplate: async (input: sdk.ValidateTemplateCommandInput): Promise<sdk.ValidateTemplateOutput> => {
      const { Description, Parameters, Capabilities } = summaryOf(await templateOf(input, read));
      return {
        ...{ Description, Capabilities, DeclaredTransforms: [] },
        Parameters: Parameters?.map(({ ParameterKey, DefaultValue, NoEcho, Description: text }) => ({
          ...{ ParameterKey, DefaultValue, NoEcho, Description: text },
        })),
      };
    },

    ListExports: (_input: sdk.ListExportsCommandInput): sdk.ListExportsOutput => ({
      Exports: store.present.flatMap((stack) =>
        stack.outputs
          .filter((one) => one.exportName !== undefined)
          .map((one) => ({ ExportingStackId: stack.id, Name: one.exportName, Value: one.value })),
      ),
    }),

    ListImports: (input: sdk.ListImportsCommandInput): sdk.ListImportsOutput => {
      const users = store.present.filter((one) => one.imports.has(input.ExportName ?? ''));
      if (users.length === 0)
        throw new AwsError('ValidationError', `Export '${input.ExportName}' is not imported by any stack.`);
      return { Imports: users.map((one) => one.name) };
    },

    DescribeAccountLimits: (): sdk.DescribeAccountLimitsOutput => ({
      AccountLimits: [{ Name: 'StackLimit', Value: 2000 }],
    }),

    DescribeStackResourceDrifts: (input: sdk.DescribeStackResourceDriftsCommandInput) => {
      const stack = store.find(input.StackName);
      throw new AwsError('ValidationError', `the local AWS (${cloud.region}) detects no drift of stack ${stack.name}`);
    },
  };
}

async function templateOf(request: TemplateRequest, read: ReadObject): Promise<Template> {
  const text = await templateText(request, read);
  return validated(() => parseTemplate(text, 'template'));
}

function summaryOf(template: Template): sdk.GetTemplateSummaryOutput {
  const capability = requiredCapability(template);
  return {
    Description: template.Description,
    Capabilities: capability ? [capability] : [],
    CapabilitiesReason: capability && 'The template makes resources of IAM',
    Parameters: Object.entries(template.Parameters ?? {}).map(([name, one]) => ({
      ParameterKey: name,
      DefaultValue: one.Default === undefined ? undefined : String(one.Default),
      ParameterType: one.Type,
      NoEcho: String(one.NoEcho) === 'true',
      Description: one.Description,
    })),
  };
}

function owner(stacks: readonly Stack[], physicalId: string): Stack {
  const found = stacks.find((stack) =>
    [...stack.resources.values()].some((one) => one.existing?.physicalId === physicalId),
  );
  if (!found) throw new AwsError('ValidationError', `Stack for ${physicalId} does not exist`);
  return found;
}

function metadataOf(stack: Stack, record: StackResourceRecord): string {
  return JSON.stringify(stack.model?.template.Resources[record.logicalId]?.Metadata ?? {});
}
