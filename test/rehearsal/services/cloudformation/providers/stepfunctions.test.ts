import { stepFunctionsProviders } from '../../../../../rehearsal/services/cloudformation/providers/stepfunctions';
import { StepFunctions } from '../../../../../rehearsal/services/stepfunctions/stepfunctions';
import { localStacks, template } from '../local-stacks';

const ROLE = 'arn:aws:iam::123456789012:role/release';

const definition = (output: string) => ({
  QueryLanguage: 'JSONata',
  StartAt: 'P',
  States: { P: { Type: 'Pass', Output: output, End: true } },
});

function stacksWithMachines() {
  const stacks = localStacks(stepFunctionsProviders);
  const sfn = stacks.cloud.add(new StepFunctions(stacks.cloud));
  const machines = async () => {
    const { stateMachines } = await sfn.operations.ListStateMachines({});
    return stateMachines.map(({ stateMachineArn }) => sfn.operations.DescribeStateMachine({ stateMachineArn }));
  };
  const deploy = async (operation: 'CreateStack' | 'UpdateStack', properties: object) => {
    const Machine = { Type: 'AWS::StepFunctions::StateMachine', Properties: { RoleArn: ROLE, ...properties } };
    const Outputs = {
      Ref: { Value: { Ref: 'Machine' } },
      Arn: { Value: { 'Fn::GetAtt': ['Machine', 'Arn'] } },
      Name: { Value: { 'Fn::GetAtt': ['Machine', 'Name'] } },
    };
    await stacks.client[operation]({ StackName: 'shop', TemplateBody: template({ Machine }, { Outputs }) });
    await stacks.settled('shop');
    const { Stacks } = await stacks.client.DescribeStacks({ StackName: 'shop' });
    return Object.fromEntries(
      Stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]) ?? [],
    ) as Record<string, string>;
  };
  return { ...stacks, machines, deploy };
}

test('makes a machine of a text with substitutions, and changes it', async () => {
  const { machines, deploy } = stacksWithMachines();
  const properties = (output: string) => ({
    StateMachineName: 'release',
    DefinitionString: JSON.stringify(definition(output)),
    DefinitionSubstitutions: { Colour: 'green' },
    Tags: [{ Key: 'team', Value: 'shop' }],
  });

  const outputs = await deploy('CreateStack', properties('to ${Colour}, not ${Other}'));

  const arn = 'arn:aws:states:us-east-1:123456789012:stateMachine:release';
  expect(outputs).toEqual({ Ref: arn, Arn: arn, Name: 'release' });
  expect(await machines()).toMatchObject([
    { roleArn: ROLE, definition: JSON.stringify(definition('to green, not ${Other}')) },
  ]);

  await deploy('UpdateStack', properties('changed'));
  expect(await machines()).toMatchObject([{ stateMachineArn: arn, definition: JSON.stringify(definition('changed')) }]);
});

test('makes a machine of an object, with a name like those of CloudFormation, and deletes it', async () => {
  const { machines, deploy, client, settled } = stacksWithMachines();

  const { Name } = await deploy('CreateStack', { Definition: definition('x') });

  expect(Name).toMatch(/^shop-Machine-/);
  expect(await machines()).toMatchObject([{ name: Name, definition: JSON.stringify(definition('x')) }]);
  await client.DeleteStack({ StackName: 'shop' });
  await settled('shop');
  expect(await machines()).toEqual([]);
});
