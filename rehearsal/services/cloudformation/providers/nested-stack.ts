import type * as sdk from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../../aws-error';
import { type ProviderContext, type Providers, provider } from '../provider';

interface NestedStack {
  readonly TemplateURL: string;
  readonly Parameters?: Readonly<Record<string, string>>;
  readonly Tags?: sdk.Tag[];
}

/** AWS::CloudFormation */
export const cloudFormationProviders: Providers = {
  'AWS::CloudFormation::Stack': provider<NestedStack>({
    create: async (properties, context) => {
      const input = { ...requestOf(properties), StackName: context.physicalName() };
      const made = await context.call<sdk.CreateStackCommandInput, sdk.CreateStackOutput>(
        'cloudformation',
        'CreateStack',
        input,
      );
      const physicalId = made.StackId ?? '';
      context.initiated({ physicalId, attributes: {} });
      return { physicalId, attributes: outputsOf(await untilEnded(physicalId, context)) };
    },
    update: async (properties, _old, { physicalId }, context) => {
      const input = { ...requestOf(properties), StackName: physicalId };
      await context.call('cloudformation', 'UpdateStack', input).catch((error: Error) => {
        if (error.message !== 'No updates are to be performed.') throw error;
      });
      return { physicalId, attributes: outputsOf(await untilEnded(physicalId, context)) };
    },
    delete: async ({ physicalId }, _properties, context) => {
      await context.call('cloudformation', 'DeleteStack', { StackName: physicalId });
      await untilEnded(physicalId, context);
    },
  }),

  'AWS::CloudFormation::WaitConditionHandle': {
    inert: true,
    create: (_properties, context) => ({ physicalId: context.physicalName(), attributes: {} }),
  },
};

function requestOf({ TemplateURL, Parameters = {}, Tags }: NestedStack) {
  const given = Object.entries(Parameters);
  return {
    // Who was allowed to make the parent's permissions may make the child's.
    ...{ TemplateURL, Tags, Capabilities: ['CAPABILITY_NAMED_IAM' as const] },
    Parameters: given.map(([ParameterKey, value]) => ({ ParameterKey, ParameterValue: [value].flat().join(',') })),
  };
}

/** @throws AwsError when the nested stack has not become what it was to become */
async function untilEnded(StackName: string, context: ProviderContext): Promise<sdk.Stack> {
  for (;;) {
    const output = await context.call<sdk.DescribeStacksCommandInput, sdk.DescribeStacksOutput>(
      'cloudformation',
      'DescribeStacks',
      { StackName },
    );
    const stack = output.Stacks?.[0];
    const status = stack?.StackStatus ?? '';
    if (stack && ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'DELETE_COMPLETE'].includes(status)) return stack;
    if (!status.endsWith('_IN_PROGRESS'))
      throw new AwsError('NotStabilized', `Embedded stack ${StackName} was not successfully created: ${status}`);
    await context.wait(1);
  }
}

function outputsOf({ Outputs = [] }: sdk.Stack): Record<string, unknown> {
  return Object.fromEntries(Outputs.map(({ OutputKey, OutputValue }) => [`Outputs.${OutputKey}`, OutputValue]));
}
