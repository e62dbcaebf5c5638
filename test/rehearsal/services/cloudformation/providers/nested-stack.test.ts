import { localStacks, template } from '../local-stacks';

const URL = 'https://s3.us-east-1.amazonaws.com/assets/inner.json';
const group = { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: { Ref: 'Name' } } };
const inner = template(
  { Group: group },
  { Parameters: { Name: { Type: 'String' } }, Outputs: { Name: { Value: { Ref: 'Group' } } } },
);

function outer(Name: string) {
  const Inner = { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: URL, Parameters: { Name } } };
  return template({ Inner }, { Outputs: { It: { Value: { 'Fn::GetAtt': ['Inner', 'Outputs.Name'] } } } });
}

describe('a nested stack', () => {
  test('is made from its template, updated and deleted with its parent', async () => {
    const { client, settled, service } = localStacks(undefined, { [URL]: inner });

    await client.CreateStack({ StackName: 'Outer', TemplateBody: outer('one') });
    const first = (await settled('Outer')).outputs[0]?.value;
    await client.UpdateStack({ StackName: 'Outer', TemplateBody: outer('two') });
    const second = (await settled('Outer')).outputs[0]?.value;
    await client.DeleteStack({ StackName: 'Outer' });
    await settled('Outer');

    expect([first, second]).toEqual(['one', 'two']);
    expect(service.stacks.present).toEqual([]);
    expect([...service.stacks.all.values()].map((one) => one.status)).toEqual(['DELETE_COMPLETE', 'DELETE_COMPLETE']);
  });

  test('that fails fails its parent', async () => {
    const { client, settled } = localStacks(undefined, {
      [URL]: template({ A: { Type: 'T', Properties: { x: { 'Fn::Foo': 1 } } } }),
    });

    await client.CreateStack({ StackName: 'Outer', TemplateBody: outer('one').replace('"Name":"one"', '') });
    const stack = await settled('Outer');

    expect(stack.status).toBe('ROLLBACK_COMPLETE');
    expect(stack.events.find((one) => one.ResourceStatus === 'CREATE_FAILED')?.ResourceStatusReason).toMatch(
      /Embedded stack .* was not successfully created: ROLLBACK_COMPLETE/,
    );
  });
});
