import type * as sdk from '@aws-sdk/client-lambda';
import { type Providers, provider } from '../provider';
import { number } from './names';

/** The code of a function in a template: an object in S3, or the source itself. */
interface Code {
  readonly S3Bucket?: string;
  readonly S3Key?: string;
  readonly S3ObjectVersion?: string;
  readonly ZipFile?: string;
  readonly ImageUri?: string;
}
type FunctionProperties = Omit<sdk.CreateFunctionRequest, 'Code' | 'Tags'> & {
  readonly Code: Code;
  readonly Tags?: unknown;
};

/** AWS::Lambda */
export const lambdaProviders: Providers = {
  'AWS::Lambda::Function': provider<FunctionProperties>({
    replaceOn: ['FunctionName', 'PackageType'],
    create: async ({ Tags: _tags, ...properties }, context) => {
      const FunctionName = properties.FunctionName ?? context.physicalName(64);
      const input = { ...configurationOf(properties), FunctionName, Code: codeOf(properties.Code) };
      const made = await context.call<sdk.CreateFunctionRequest, sdk.FunctionConfiguration>(
        'lambda',
        'CreateFunction',
        input,
      );
      return { physicalId: FunctionName, attributes: { Arn: made.FunctionArn } };
    },
    update: async ({ Tags: _tags, ...properties }, old, { physicalId: FunctionName }, context) => {
      const { Code: _code, Architectures, PackageType, Publish, ...configuration } = configurationOf(properties);
      if (JSON.stringify(properties.Code) !== JSON.stringify(old.Code))
        await context.call('lambda', 'UpdateFunctionCode', { FunctionName, ...codeOf(properties.Code) });
      await context.call('lambda', 'UpdateFunctionConfiguration', { ...configuration, FunctionName });
      return undefined;
    },
    delete: async ({ physicalId: FunctionName }, _properties, context) => {
      await context.call('lambda', 'DeleteFunction', { FunctionName });
    },
  }),

  'AWS::Lambda::Permission': provider<Omit<sdk.AddPermissionRequest, 'StatementId'>>({
    create: async (properties, context) => {
      const StatementId = context.physicalName(100);
      await context.call('lambda', 'AddPermission', { ...properties, StatementId });
      return { physicalId: StatementId, attributes: { Id: StatementId } };
    },
    delete: async ({ physicalId: StatementId }, { FunctionName }, context) => {
      await context.call('lambda', 'RemovePermission', { FunctionName, StatementId });
    },
  }),
};

function configurationOf(properties: Omit<FunctionProperties, 'Tags'>): sdk.CreateFunctionRequest {
  return {
    ...(properties as unknown as sdk.CreateFunctionRequest),
    Timeout: number(properties.Timeout),
    MemorySize: number(properties.MemorySize),
  };
}

/** Source that stands in the template is handed on as a text: the local Lambda tells it from an archive by its type. */
function codeOf(code: Code): sdk.FunctionCode {
  return code as unknown as sdk.FunctionCode;
}
