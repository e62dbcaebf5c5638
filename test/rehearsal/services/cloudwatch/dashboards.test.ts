import { localCloudWatch } from './setting';

const body = (widgets: number) =>
  JSON.stringify({ widgets: Array.from({ length: widgets }, () => ({ type: 'text' })) });

describe('dashboards', () => {
  test('are kept by their name, and put anew', async () => {
    const { client } = localCloudWatch();
    await client.PutDashboard({ DashboardName: 'Orders', DashboardBody: body(1) });
    await client.PutDashboard({ DashboardName: 'Orders', DashboardBody: body(2) });

    expect((await client.GetDashboard({ DashboardName: 'Orders' })).DashboardBody).toBe(body(2));
    expect((await client.ListDashboards({ DashboardNamePrefix: 'Ord' })).DashboardEntries).toMatchObject([
      { DashboardName: 'Orders', DashboardArn: 'arn:aws:cloudwatch::123456789012:dashboard/Orders' },
    ]);
  });

  test.each([
    ['no JSON', 'widgets'],
    ['no widgets', '{}'],
    ['more than 500 widgets', body(501)],
  ])('are refused with %s', async (_what, DashboardBody) => {
    const put = localCloudWatch().client.PutDashboard({ DashboardName: 'Orders', DashboardBody });

    await expect(put).rejects.toMatchObject({ code: 'InvalidParameterInput' });
  });

  test('are deleted all together or not at all', async () => {
    const { client } = localCloudWatch();
    await client.PutDashboard({ DashboardName: 'Orders', DashboardBody: body(1) });

    const some = client.DeleteDashboards({ DashboardNames: ['Orders', 'Nothing'] });

    await expect(some).rejects.toMatchObject({ code: 'ResourceNotFound' });
    await client.DeleteDashboards({ DashboardNames: ['Orders'] });
    await expect(client.GetDashboard({ DashboardName: 'Orders' })).rejects.toMatchObject({ code: 'ResourceNotFound' });
  });
});
