import { type Done, localStacks, template, things } from './local-stacks';

describe('deleting a stack', () => {
  test('deletes in the reverse order', async () => {
    const done: Done = [];
    const { client, settled } = localStacks(things(done));
    const TemplateBody = template({
      A: { Type: 'Test::Thing' },
      B: { Type: 'Test::Thing', DependsOn: 'A' },
      C: { Type: 'Test::Thing', DependsOn: 'B' },
    });
    const { StackId: id = '' } = await client.CreateStack({ StackName: 'Shop', TemplateBody });
    await settled('Shop');

    await client.DeleteStack({ StackName: 'Shop' });
    await settled('Shop');

    expect(done.slice(3)).toEqual(['delete C-3', 'delete B-2', 'delete A-1']);
    await expect(client.DescribeStacks({ StackName: 'Shop' })).rejects.toThrow('Stack with id Shop does not exist');
    const { Stacks } = await client.DescribeStacks({ StackName: id });
    expect(Stacks?.map((one) => one.StackStatus)).toEqual(['DELETE_COMPLETE']);
  });

  test('stops where a resource cannot be deleted, and says which', async () => {
    const { client, settled } = localStacks(things([]));
    const TemplateBody = template({
      A: { Type: 'Test::Thing' },
      B: { Type: 'Test::Thing', DependsOn: 'A', Properties: { Fail: 'delete' } },
    });
    await client.CreateStack({ StackName: 'Shop', TemplateBody });
    await settled('Shop');

    await client.DeleteStack({ StackName: 'Shop' });
    const stack = await settled('Shop');

    expect(stack.status).toBe('DELETE_FAILED');
    expect(stack.reason).toBe('The following resource(s) failed to delete: [B]. ');
    expect([...stack.resources.keys()]).toEqual(['A', 'B']);
  });

  test('gives up a creation that goes on', async () => {
    const done: Done = [];
    const { client, settled, clock } = localStacks(things(done));
    const TemplateBody = template({ A: { Type: 'Test::Thing' }, B: { Type: 'Test::Thing', DependsOn: 'A' } });
    await client.CreateStack({ StackName: 'Shop', TemplateBody });
    await clock.advance(100);

    await client.DeleteStack({ StackName: 'Shop' });
    const stack = await settled('Shop');

    expect(stack.status).toBe('DELETE_COMPLETE');
    expect(done).toEqual(['create A {}', 'delete A-1']);
  });

  test('is refused while termination protection is on', async () => {
    const { client, settled } = localStacks(things([]));
    const TemplateBody = template({ A: { Type: 'Test::Thing' } });
    await client.CreateStack({ StackName: 'Shop', TemplateBody, EnableTerminationProtection: true });
    await settled('Shop');

    await expect(client.DeleteStack({ StackName: 'Shop' })).rejects.toThrow(
      'Stack [Shop] cannot be deleted while TerminationProtection is enabled',
    );
  });

  test('is refused while another stack uses an export', async () => {
    const { client, settled } = localStacks(things([]));
    const exporting = template(
      { A: { Type: 'Test::Thing' } },
      { Outputs: { It: { Value: { Ref: 'A' }, Export: { Name: 'it' } } } },
    );
    const importing = template({ A: { Type: 'Test::Thing', Properties: { Of: { 'Fn::ImportValue': 'it' } } } });
    await client.CreateStack({ StackName: 'Net', TemplateBody: exporting });
    await settled('Net');
    await client.CreateStack({ StackName: 'Shop', TemplateBody: importing });
    await settled('Shop');

    await client.DeleteStack({ StackName: 'Net' });
    const stack = await settled('Net');

    expect(stack.status).toBe('DELETE_FAILED');
    expect(stack.reason).toBe('Export it cannot be deleted as it is in use by Shop');
  });
});
