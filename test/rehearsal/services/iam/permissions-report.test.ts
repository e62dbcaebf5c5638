import { permissionsReport } from '../../../../rehearsal/services/iam/permissions-report';
import { localIam } from './local-iam';

describe('the permissions report', () => {
  test('tells by role what was used, what was refused, and what no call needed', async () => {
    const { role, call, cloud, iam } = localIam();
    const caller = await role(
      'Shop-Releaser-1A2B',
      [
        { Action: ['ecs:CreateTaskSet', 'ecs:DescribeServices', 'elasticloadbalancing:*', 'logs:PutLogEvents'] },
        { Action: 'lambda:InvokeFunction' },
      ],
      { 'aws:cloudformation:logical-id': 'Releaser' },
    );
    await role('Idle', [{ Action: ['ecs:Describe*', 'ecs:CreateTaskSet'] }]);

    await call(caller, 'ecs', 'CreateTaskSet', { cluster: 'a', service: 'b' });
    await call(caller, 'lambda', 'Invoke', { FunctionName: 'smoke' });
    await call(caller, 'ecs', 'RegisterTaskDefinition', { family: 'a' }).catch(() => undefined);

    expect(permissionsReport(cloud.calls, iam)).toEqual({
      used: [{ role: 'Releaser', actions: ['ecs:CreateTaskSet', 'lambda:InvokeFunction'] }],
      refused: [{ role: 'Releaser', actions: ['ecs:RegisterTaskDefinition'] }],
      neverUsed: [
        { role: 'Releaser', actions: ['ecs:DescribeServices', 'elasticloadbalancing:*'] },
        { role: 'Idle', actions: ['ecs:CreateTaskSet', 'ecs:Describe*'] },
      ],
      notRehearsed: [{ role: 'Releaser', actions: ['logs:PutLogEvents'] }],
    });
  });

  test('a role that may not pass another role on is refused PassRole', async () => {
    const { role, call, cloud, iam } = localIam();
    const caller = await role('Releaser', [{ Action: 'ecs:RegisterTaskDefinition' }]);
    const input = { family: 'a', taskRoleArn: 'arn:aws:iam::123456789012:role/Task' };

    await call(caller, 'ecs', 'RegisterTaskDefinition', input).catch(() => undefined);

    expect(permissionsReport(cloud.calls, iam).refused).toEqual([
      { role: 'Releaser', actions: ['ecs:RegisterTaskDefinition', 'iam:PassRole'] },
    ]);
  });
});
