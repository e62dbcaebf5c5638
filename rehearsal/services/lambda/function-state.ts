import type { CreateFunctionRequest, FunctionConfiguration } from '@aws-sdk/client-lambda';
import { AwsError } from '../../aws-error';
import type { FunctionToRun } from '../../ports';
import type { CodeState } from './function-code';
import type { Statement } from './statement';

/** What a client may change of a function. */
export type FunctionSettings = Pick<
  CreateFunctionRequest,
  | 'Role'
  | 'Runtime'
  | 'Handler'
  | 'Description'
  | 'Timeout'
  | 'MemorySize'
  | 'VpcConfig'
  | 'Environment'
  | 'TracingConfig'
  | 'LoggingConfig'
>;

/** A function. */
export interface FunctionState {
  readonly name: string;
  readonly arn: string;
  readonly packageType: NonNullable<CreateFunctionRequest['PackageType']>;
  readonly architectures: NonNullable<CreateFunctionRequest['Architectures']>;
  settings: FunctionSettings;
  code: CodeState;
  readonly tags: Record<string, string>;
  /** Of its resource policy, by statement id. */
  readonly statements: Map<string, Statement>;
  modifiedAt: number;
}

/**
 * Picks the settings out of an input, with Lambda's defaults: 3 seconds, 128 MB.
 *
 * @throws AwsError when a number is out of Lambda's range
 */
export function settingsOf(input: FunctionSettings): FunctionSettings {
  const { Timeout = 3, MemorySize = 128 } = input;
  checkRange('timeout', Timeout, 1, 900);
  checkRange('memorySize', MemorySize, 128, 10_240);
  const { Role, Runtime, Handler, Description, VpcConfig, Environment, TracingConfig, LoggingConfig } = input;
  return {
    Role,
    Runtime,
    Handler,
    Description,
    Timeout,
    MemorySize,
    VpcConfig,
    Environment,
    TracingConfig,
    LoggingConfig,
  };
}

/** A function as Lambda describes it. It is active at once: nothing here has to be prepared. */
export function describeFunction({ settings, ...fn }: FunctionState): FunctionConfiguration {
  const { VpcConfig, Environment, TracingConfig, LoggingConfig, Description, ...same } = settings;
  return {
    FunctionName: fn.name,
    FunctionArn: fn.arn,
    ...same,
    Description: Description ?? '',
    CodeSize: fn.code.size,
    CodeSha256: fn.code.sha256,
    LastModified: new Date(fn.modifiedAt).toISOString().replace('Z', '+0000'),
    Version: '$LATEST',
    VpcConfig: VpcConfig && { ...VpcConfig, VpcId: '' },
    Environment: Environment && { Variables: Environment.Variables },
    TracingConfig: { Mode: TracingConfig?.Mode ?? 'PassThrough' },
    PackageType: fn.packageType,
    Architectures: fn.architectures,
    EphemeralStorage: { Size: 512 },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    State: 'Active',
    LastUpdateStatus: 'Successful',
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${fn.name}`, ...LoggingConfig },
  };
}

/** A function as the runner wants it. */
export function functionToRun({ name, arn, settings, code }: FunctionState): FunctionToRun {
  return {
    functionName: name,
    functionArn: arn,
    roleArn: settings.Role ?? '',
    runtime: settings.Runtime ?? '',
    handler: settings.Handler ?? '',
    timeoutSeconds: settings.Timeout ?? 3,
    memorySize: settings.MemorySize ?? 128,
    environment: settings.Environment?.Variables ?? {},
    code: code.where,
  };
}

function checkRange(name: string, value: number, least: number, most: number): void {
  if (value >= least && value <= most) return;
  const [constraint, limit] = value < least ? ['greater', least] : ['less', most];
  throw new AwsError(
    'ValidationException',
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must have value ${constraint} than or equal to ${limit}`,
  );
}
