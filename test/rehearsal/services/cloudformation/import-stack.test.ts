import { type Done, localStacks, template, things } from './local-stacks';

const A = { Type: 'Test::Thing', Properties: { Size: 1 } };
const B = { Type: 'Test::Thing', DeletionPolicy: 'Retain', Properties: { Of: { 'Fn::GetAtt': ['A', 'Arn'] } } };

/** A stack of A, and an import into it. */
async function world() {
  const done: Done = [];
  const local = localStacks(things(done));
  const { client, settled } = local;
  await client.CreateStack({ StackName: 'Shop', TemplateBody: template({ A }) });
  const stack = await settled('Shop');
  const actions = done.length;
  const propose = (Resources: Record<string, object>, Id = 'b-7', rest: object = {}) =>
    client.CreateChangeSet({
      ...{
        StackName: 'Shop',
        ChangeSetName: 'import',
        ChangeSetType: 'IMPORT',
        TemplateBody: template(Resources, rest),
      },
      ResourcesToImport: [{ ResourceType: 'Test::Thing', LogicalResourceId: 'B', ResourceIdentifier: { Id } }],
    });
  const execute = async () => {
    await client.ExecuteChangeSet({ StackName: 'Shop', ChangeSetName: 'import' });
    return settled('Shop');
  };
  return { ...local, stack, propose, execute, done: () => done.slice(actions) };
}

describe('importing a resource', () => {
  test('takes it as it is, and writes nothing', async () => {
    const { propose, execute, done, client, settled } = await world();

    await propose({ A, B });
    const { Changes } = await client.DescribeChangeSet({ StackName: 'Shop', ChangeSetName: 'import' });
    const stack = await execute();

    expect(Changes).toMatchObject([{ ResourceChange: { Action: 'Import', LogicalResourceId: 'B' } }]);
    expect(stack.status).toBe('IMPORT_COMPLETE');
    expect(stack.resources.get('B')?.existing?.physicalId).toBe('b-7');
    expect(done()).toEqual(['find B b-7']);

    await client.UpdateStack({
      StackName: 'Shop',
      TemplateBody: template({ A, B: { ...B, Properties: { Of: 'me' } } }),
    });
    await settled('Shop');
    expect(done().at(-1)).toBe('update B {"Of":"me"}');
  });

  test('that is not there leaves the stack as it was', async () => {
    const { propose, execute } = await world();

    await propose({ A, B }, 'nowhere');
    const stack = await execute();

    expect(stack.status).toBe('IMPORT_ROLLBACK_COMPLETE');
    expect([...stack.resources.keys()]).toEqual(['A']);
  });

  test('is refused when anything else changes, or when its deletion would delete it', async () => {
    const { propose } = await world();

    await expect(propose({ A: { ...A, Properties: { Size: 2 } }, B })).rejects.toThrow(
      'You have modified resources [A] in your template that are not being imported.',
    );
    await expect(propose({ A, B: { ...B, DeletionPolicy: undefined } })).rejects.toThrow(
      'The following resources to import [B] must have DeletionPolicy attribute specified in the template.',
    );
    await expect(propose({ A, B }, 'b-7', { Outputs: { It: { Value: 'x' } } })).rejects.toThrow(
      'you cannot modify or add [Outputs]',
    );
  });
});
