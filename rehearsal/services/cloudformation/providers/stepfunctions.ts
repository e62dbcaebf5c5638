import type * as sdk from '@aws-sdk/client-sfn';
import { type Providers, provider } from '../provider';

interface StateMachineProperties {
  readonly RoleArn: string;
  readonly StateMachineName?: string;
  readonly StateMachineType?: sdk.StateMachineType;
  /** The definition as a text. */
  readonly DefinitionString?: string;
  /** The definition as an object. */
  readonly Definition?: object;
  /** What `${name}` in the definition stands for. */
  readonly DefinitionSubstitutions?: Readonly<Record<string, unknown>>;
  readonly DefinitionS3Location?: object;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

/** AWS::StepFunctions */
export const stepFunctionsProviders: Providers = {
  'AWS::StepFunctions::StateMachine': provider<StateMachineProperties>({
    replaceOn: ['StateMachineName', 'StateMachineType'],
    create: async (properties, context) => {
      const input: sdk.CreateStateMachineInput = {
        name: properties.StateMachineName ?? context.physicalName(80),
        roleArn: properties.RoleArn,
        type: properties.StateMachineType,
        definition: definitionOf(properties),
        tags: properties.Tags?.map(({ Key: key, Value: value }) => ({ key, value })),
      };
      const made = await context.call<sdk.CreateStateMachineInput, sdk.CreateStateMachineOutput>(
        'states',
        'CreateStateMachine',
        input,
      );
      const arn = made.stateMachineArn ?? '';
      return { physicalId: arn, attributes: { Arn: arn, Name: input.name, StateMachineRevisionId: 'INITIAL' } };
    },
    update: async (properties, _old, { physicalId: stateMachineArn, attributes }, context) => {
      const input: sdk.UpdateStateMachineInput = {
        stateMachineArn,
        definition: definitionOf(properties),
        roleArn: properties.RoleArn,
      };
      const { revisionId } = await context.call<sdk.UpdateStateMachineInput, sdk.UpdateStateMachineOutput>(
        'states',
        'UpdateStateMachine',
        input,
      );
      return { physicalId: stateMachineArn, attributes: { ...attributes, StateMachineRevisionId: revisionId } };
    },
    delete: async ({ physicalId: stateMachineArn }, _properties, context) => {
      await context.call('states', 'DeleteStateMachine', { stateMachineArn });
    },
  }),
};

/**
 * The definition with its substitutions.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html
 */
function definitionOf({ DefinitionString, Definition, DefinitionSubstitutions = {}, ...rest }: StateMachineProperties) {
  if (rest.DefinitionS3Location)
    throw new Error(`'DefinitionS3Location' is not in the local AWS; use 'DefinitionString' or 'Definition'`);
  const text = DefinitionString ?? JSON.stringify(Definition ?? {});
  return text.replace(/\$\{(\w+)\}/g, (whole, name: string) =>
    name in DefinitionSubstitutions ? String(DefinitionSubstitutions[name]) : whole,
  );
}
