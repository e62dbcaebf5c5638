import { localStacks, template, things } from './local-stacks';

describe('the local CloudFormation', () => {
  test.each<[string, string, RegExp]>([
    ['no JSON', '{"Resources": ', /^Shop: the template is not valid JSON/],
    ['no resources', '{}', /^Shop: at least one Resources member must be defined$/],
    ['unknown intrinsic', template({ A: { Type: 'T', DependsOn: 'B' } }), /^Shop: resource A depends on 'B', which is/],
    [
      'a circle',
      template({ A: { Type: 'T', DependsOn: 'B' }, B: { Type: 'T', DependsOn: 'A' } }),
      /^Shop: circular dependency between resources: A -> B -> A/,
    ],
    [
      'a parameter without a value',
      template({ A: { Type: 'T' } }, { Parameters: { P: { Type: 'String' } } }),
      /\[P\] must have/,
    ],
    ['a macro', template({ A: { Type: 'T' } }, { Transform: 'AWS::Serverless-2016-10-31' }), /transform 'AWS::Serv/],
  ])('refuses a template with %s at once, and no stack is left', async (_name, TemplateBody, message) => {
    const { client, service } = localStacks();

    await expect(client.CreateStack({ StackName: 'Shop', TemplateBody })).rejects.toThrow(message);
    expect(service.stacks.all.size).toBe(0);
  });

  test.each([
    [{}, [], 'Requires capabilities : [CAPABILITY_IAM]'],
    [{ RoleName: 'r' }, ['CAPABILITY_IAM'], 'Requires capabilities : [CAPABILITY_NAMED_IAM]'],
  ] as const)('a role with %j asks for its capability', async (Properties, Capabilities, message) => {
    const { client } = localStacks();
    const TemplateBody = template({ R: { Type: 'AWS::IAM::Role', Properties } });

    await expect(
      client.CreateStack({ StackName: 'Shop', TemplateBody, Capabilities: [...Capabilities] }),
    ).rejects.toThrow(message);
  });

  test('an unknown intrinsic fails the resource, by name and place', async () => {
    const { client, settled } = localStacks(things([]));
    const TemplateBody = template({ A: { Type: 'Test::Thing', Properties: { Deep: [{ 'Fn::Foo': 1 }] } } });
    await client.CreateStack({ StackName: 'Shop', TemplateBody });
    const stack = await settled('Shop');

    expect(stack.status).toBe('ROLLBACK_COMPLETE');
    expect(stack.events.find((one) => one.ResourceStatus === 'CREATE_FAILED')?.ResourceStatusReason).toMatch(
      /^Shop: Resources\.A\.Properties\.Deep\[0\]: unknown intrinsic 'Fn::Foo'; the rehearsal knows Ref, Fn::GetAtt/,
    );
  });

  test('carries an unknown type as inert, with made-up values, and lists it', async () => {
    const { client, settled, service } = localStacks();
    const TemplateBody = template(
      { Q: { Type: 'AWS::SQS::Queue' }, T: { Type: 'AWS::Logs::LogGroup' } },
      { Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Q', 'Arn'] } } } },
    );
    await client.CreateStack({ StackName: 'Shop', TemplateBody });
    const stack = await settled('Shop');

    expect(service.inertTypes).toEqual({ unknown: ['AWS::SQS::Queue'], known: ['AWS::Logs::LogGroup'] });
    expect(stack.outputs[0]?.value).toMatch(/^arn:aws:sqs:us-east-1:123456789012:Shop-Q-/);
  });

  test('reads templates from S3', async () => {
    const url = 'https://s3.us-east-1.amazonaws.com/assets/t.json';
    const { client, settled } = localStacks(things([]), { [url]: template({ A: { Type: 'Test::Thing' } }) });

    await client.CreateStack({ StackName: 'Shop', TemplateURL: url });

    expect((await settled('Shop')).status).toBe('CREATE_COMPLETE');
  });

  test('what runs ends when the local AWS is stopped', async () => {
    const { client, service, clock } = localStacks(things([]));
    await client.CreateStack({ StackName: 'Shop', TemplateBody: template({ A: { Type: 'Test::Thing' } }) });

    await clock.run(service.stop());

    expect(service.stacks.find('Shop').status).toBe('CREATE_IN_PROGRESS');
  });

  test('a parameter that is not given again keeps its value when asked to', async () => {
    const { client, settled } = localStacks(things([]));
    const Parameters = { Size: { Type: 'String', Default: 'small' } };
    const resources = (more: object) => ({
      A: { Type: 'Test::Thing', Properties: { Size: { Ref: 'Size' }, ...more } },
    });
    await client.CreateStack({ StackName: 'Shop', TemplateBody: template(resources({}), { Parameters }) });
    await settled('Shop');

    await client.UpdateStack({
      StackName: 'Shop',
      TemplateBody: template(resources({ More: 1 }), { Parameters: { Size: { Type: 'String', Default: 'large' } } }),
      Parameters: [{ ParameterKey: 'Size', UsePreviousValue: true }],
    });

    expect((await settled('Shop')).resources.get('A')?.properties).toEqual({ Size: 'small', More: 1 });
  });
});
