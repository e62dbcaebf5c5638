import { type Done, localStacks, story, template, things } from './local-stacks';

describe('creating a stack', () => {
  test('makes resources after those that they refer to, and answers outputs', async () => {
    const done: Done = [];
    const { client, settled } = localStacks(things(done));

    await client.CreateStack({
      StackName: 'Shop',
      TemplateBody: template(
        { B: { Type: 'Test::Thing', Properties: { Of: { Ref: 'A' } } }, A: { Type: 'Test::Thing' } },
        { Outputs: { It: { Value: { 'Fn::GetAtt': ['B', 'Arn'] }, Export: { Name: 'it' } } } },
      ),
    });
    const stack = await settled('Shop');

    expect(stack.status).toBe('CREATE_COMPLETE');
    expect(done).toEqual(['create A {}', 'create B {"Of":"A-1"}']);
    expect(stack.outputs).toEqual([{ key: 'It', value: 'arn:B', description: undefined, exportName: 'it' }]);
    expect(story(stack)).toEqual([
      'Shop CREATE_IN_PROGRESS',
      'A CREATE_IN_PROGRESS',
      'A CREATE_IN_PROGRESS',
      'A CREATE_COMPLETE',
      'B CREATE_IN_PROGRESS',
      'B CREATE_IN_PROGRESS',
      'B CREATE_COMPLETE',
      'Shop CREATE_COMPLETE',
    ]);
  });

  test('makes independent resources at the same time', async () => {
    const { client, settled, clock } = localStacks(things([]));
    const began = clock.now();

    await client.CreateStack({
      StackName: 'Shop',
      TemplateBody: template({ A: { Type: 'Test::Thing' }, B: { Type: 'Test::Thing' }, C: { Type: 'Test::Thing' } }),
    });
    await settled('Shop');

    expect(clock.now() - began).toBe(500);
  });

  test('a failure deletes what was made, in reverse', async () => {
    const done: Done = [];
    const { client, settled } = localStacks(things(done));

    await client.CreateStack({
      StackName: 'Shop',
      TemplateBody: template({
        A: { Type: 'Test::Thing' },
        B: { Type: 'Test::Thing', DependsOn: 'A' },
        C: { Type: 'Test::Thing', DependsOn: ['B'], Properties: { Fail: 'create' } },
        D: { Type: 'Test::Thing', DependsOn: 'C' },
      }),
    });
    const stack = await settled('Shop');

    expect(stack.status).toBe('ROLLBACK_COMPLETE');
    expect(done.slice(3)).toEqual(['delete B-2', 'delete A-1']);
    expect(stack.events.find((one) => one.ResourceStatus === 'CREATE_FAILED')).toMatchObject({
      LogicalResourceId: 'C',
      ResourceStatusReason: 'no room',
    });
    expect(stack.events.find((one) => one.ResourceStatus === 'ROLLBACK_IN_PROGRESS')?.ResourceStatusReason).toBe(
      'The following resource(s) failed to create: [C]. Rollback requested by user.',
    );
  });
});
