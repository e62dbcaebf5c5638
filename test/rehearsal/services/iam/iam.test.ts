import { roleWith, rootOf, serviceCalled } from '../../../../rehearsal/principal';
import { localIam } from './local-iam';

const SERVICE = 'arn:aws:ecs:us-east-1:123456789012:service/shop/orders';
const PASSED = 'arn:aws:iam::123456789012:role/Task';

describe('the check of calls', () => {
  test('a role may do what its policies allow, and nothing else', async () => {
    const { role, call } = localIam();
    const caller = await role('Releaser', [{ Action: 'ecs:DescribeServices', Resource: SERVICE }]);

    await call(caller, 'ecs', 'DescribeServices', { cluster: 'shop', services: ['orders'] });
    const refused = call(caller, 'ecs', 'DescribeServices', { cluster: 'shop', services: ['carts'] });

    await expect(refused).rejects.toMatchObject({
      code: 'AccessDeniedException',
      status: 400,
      message:
        'User: arn:aws:iam::123456789012:role/Releaser is not authorized to perform: ecs:DescribeServices on resource: arn:aws:ecs:us-east-1:123456789012:service/shop/carts because no identity-based policy allows the ecs:DescribeServices action',
    });
  });

  test('services with XML protocols have another name for it', async () => {
    const { role, call } = localIam();
    const caller = await role('Releaser', []);

    await expect(call(caller, 'elasticloadbalancing', 'DescribeListeners')).rejects.toMatchObject({
      code: 'AccessDenied',
      status: 403,
      message: expect.stringContaining('on resource: * because no'),
    });
  });

  test('an explicit denial is told as such', async () => {
    const { role, call } = localIam();
    const caller = await role('Releaser', [{ Action: 'ecs:*' }, { Effect: 'Deny', Action: 'ecs:Describe*' }]);

    await expect(call(caller, 'ecs', 'DescribeServices', { services: ['orders'] })).rejects.toThrow(
      'with an explicit deny in an identity-based policy',
    );
  });

  test('an operation is checked under the name that its action has', async () => {
    const { role, call } = localIam();
    const caller = await role('Releaser', [{ Action: 'lambda:InvokeFunction' }]);

    await expect(call(caller, 'lambda', 'Invoke', { FunctionName: 'smoke' })).resolves.toEqual({});
  });

  test('handing a role on needs PassRole for the service that gets it', async () => {
    const { role, call } = localIam();
    const passing = (to: string) => ({
      Action: 'iam:PassRole',
      Resource: PASSED,
      Condition: { StringEquals: { 'iam:PassedToService': to } },
    });
    const register = { Action: 'ecs:RegisterTaskDefinition' };
    const right = await role('Right', [register, passing('ecs-tasks.amazonaws.com')]);
    const wrong = await role('Wrong', [register, passing('lambda.amazonaws.com')]);
    const input = { family: 'orders', taskRoleArn: PASSED };

    await call(right, 'ecs', 'RegisterTaskDefinition', input);

    await expect(call(wrong, 'ecs', 'RegisterTaskDefinition', input)).rejects.toThrow(
      `is not authorized to perform: iam:PassRole on resource: ${PASSED}`,
    );
  });

  test('root and the services of AWS may do everything; a role that is not there nothing', async () => {
    const { call, cloud } = localIam();

    await call(rootOf(cloud.account), 'ecs', 'DescribeServices');
    await call(serviceCalled('ecs.amazonaws.com'), 'ecs', 'DescribeServices');

    await expect(call(roleWith('arn:aws:iam::123456789012:role/Gone'), 'ecs', 'DescribeServices')).rejects.toThrow(
      'is not authorized',
    );
  });

  test('managed policies of AWS that are known count, and those of the account', async () => {
    const { role, call, root } = localIam();
    const caller = await role('Releaser', []);
    const known = 'arn:aws:iam::aws:policy/AWSCodeDeployRoleForECS';
    await root.AttachRolePolicy({ RoleName: 'Releaser', PolicyArn: known });
    const PolicyDocument = JSON.stringify({ Statement: { Effect: 'Allow', Action: 'ecs:Register*', Resource: '*' } });
    const { Policy } = await root.CreatePolicy({ PolicyName: 'Own', PolicyDocument });
    await root.AttachRolePolicy({ RoleName: 'Releaser', PolicyArn: Policy?.Arn });

    await expect(call(caller, 'ecs', 'CreateTaskSet', { cluster: 'a', service: 'b' })).resolves.toEqual({});
    await expect(call(caller, 'ecs', 'RegisterTaskDefinition', { family: 'a' })).resolves.toEqual({});
  });

  test.each([
    ['grants-nothing', false],
    ['grants-everything', true],
  ])('a managed policy that is not known: switch %s', async (value, isAllowed) => {
    const { role, call, root, iam, cloud } = localIam({ 'iam.unknown-managed-policy': value });
    const caller = await role('Releaser', []);
    const PolicyArn = 'arn:aws:iam::aws:policy/AmazonECS_FullAccess';
    await root.AttachRolePolicy({ RoleName: 'Releaser', PolicyArn });

    const outcome = await call(caller, 'ecs', 'DescribeServices', { services: ['a'] }).then(
      () => true,
      () => false,
    );

    expect(outcome).toBe(isAllowed);
    expect(iam.unknownManagedPolicies).toEqual([PolicyArn]);
    expect(cloud.switches.mattered.map((one) => one.name)).toEqual(['iam.unknown-managed-policy']);
  });
});

describe('the operations of IAM', () => {
  test('a role is answered as it was put in, documents encoded', async () => {
    const { role, root } = localIam();
    await role('Releaser', [{ Action: 'ecs:*' }]);

    const { PolicyDocument = '' } = await root.GetRolePolicy({ RoleName: 'Releaser', PolicyName: 'P' });

    expect(JSON.parse(decodeURIComponent(PolicyDocument)).Statement).toEqual([
      { Effect: 'Allow', Resource: '*', Action: 'ecs:*' },
    ]);
    expect((await root.ListRoles({})).Roles?.map((one) => one.RoleName)).toEqual(['Releaser']);
  });

  test.each([
    ['GetRole', { RoleName: 'gone' }, 'The role with name gone cannot be found.'],
    ['CreateRole', { RoleName: 'Releaser', AssumeRolePolicyDocument: '{"Statement":[]}' }, 'already exists'],
    ['DeleteRole', { RoleName: 'Releaser' }, 'must delete policies first'],
    ['PutRolePolicy', { RoleName: 'Releaser', PolicyName: 'Q', PolicyDocument: '{' }, 'Syntax errors in policy.'],
    ['AttachRolePolicy', { RoleName: 'Releaser', PolicyArn: 'arn:aws:iam::1:policy/x' }, 'does not exist'],
  ])('%s of %j is an error', async (operation, input, message) => {
    const { role, call, cloud } = localIam();
    await role('Releaser', []);

    await expect(call(rootOf(cloud.account), 'iam', operation, input)).rejects.toThrow(message);
  });
});
