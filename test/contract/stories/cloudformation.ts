import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { type At, failure } from '../both';
import type { Except } from '../differences';

const StackName = 'contract';

const template = (value: string) =>
  JSON.stringify({
    Parameters: { Colour: { Type: 'String', Default: 'blue' } },
    Conditions: { IsBlue: { 'Fn::Equals': [{ Ref: 'Colour' }, 'blue'] } },
    Resources: {
      Parameter: {
        Type: 'AWS::SSM::Parameter',
        Properties: {
          Name: '/contract/parameter',
          Type: 'String',
          Value: { 'Fn::Join': ['-', [value, { 'Fn::If': ['IsBlue', 'b', 'g'] }, { Ref: 'AWS::Region' }]] },
        },
      },
    },
    Outputs: {
      Name: { Value: { Ref: 'Parameter' } },
      Text: { Value: { 'Fn::Sub': '${Colour} in ${AWS::AccountId}' }, Export: { Name: 'contract-text' } },
    },
  });

/** Waits until the stack has come to rest: moto is there at once. */
async function settled(cloudFormation: CloudFormationClient) {
  for (;;) {
    const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
    if (!Stacks[0]?.StackStatus?.endsWith('_IN_PROGRESS')) return Stacks[0];
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export async function story(at: At) {
  const cloudFormation = at(CloudFormationClient);
  const value = async () =>
    (await at(SSMClient).send(new GetParameterCommand({ Name: '/contract/parameter' }))).Parameter?.Value;
  const create = () => cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody: template('one') }));
  const created = await create();
  const stack = await settled(cloudFormation);
  const first = await value();
  const resources = await cloudFormation.send(new DescribeStackResourcesCommand({ StackName }));
  const again = await failure(create());
  await cloudFormation.send(new UpdateStackCommand({ StackName, TemplateBody: template('two') }));
  const updated = await settled(cloudFormation);
  return {
    id: created.StackId,
    stack: {
      name: stack?.StackName,
      status: stack?.StackStatus,
      outputs: stack?.Outputs,
      parameters: stack?.Parameters,
    },
    resources: resources.StackResources?.map(
      ({ LogicalResourceId, PhysicalResourceId, ResourceType, ResourceStatus }) => ({
        LogicalResourceId,
        PhysicalResourceId,
        ResourceType,
        ResourceStatus,
      }),
    ),
    values: [first, await value()],
    again,
    updated: updated?.StackStatus,
    template: JSON.parse((await cloudFormation.send(new GetTemplateCommand({ StackName }))).TemplateBody ?? ''),
    none: await failure(cloudFormation.send(new DescribeStacksCommand({ StackName: 'none' }))),
    broken: await failure(cloudFormation.send(new CreateStackCommand({ StackName: 'broken', TemplateBody: '{' }))),
    deleted: Object.keys(await cloudFormation.send(new DeleteStackCommand({ StackName }))),
  };
}

export const except: Except = {
  broken: 'moto fails with an internal error',
};
