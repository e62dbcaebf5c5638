import { rootOf } from '../../../rehearsal/principal';
import { Ssm } from '../../../rehearsal/services/ssm';
import { emptyCloud } from '../endpoint/fixture';

function testSsm() {
  const cloud = emptyCloud();
  return cloud.client(cloud.add(new Ssm(cloud)), rootOf(cloud.account));
}

const dedup = (dedupString: string) => ({
  '/aws/dedup': { Type: 'String' as const, Value: JSON.stringify({ dedupString }) },
});
const item = { Title: 'Orders went back', Source: 'cdk-blue-green', Description: 'an alarm fired' } as const;

describe('OpsItems', () => {
  test('are kept as they were made, and are open', async () => {
    const ssm = testSsm();

    const { OpsItemId } = await ssm.CreateOpsItem({ ...item, Severity: '2' });

    expect((await ssm.GetOpsItem({ OpsItemId })).OpsItem).toMatchObject({ ...item, Severity: '2', Status: 'Open' });
  });

  test('are refused while one with the same deduplication text is open, and named', async () => {
    const ssm = testSsm();
    const { OpsItemId } = await ssm.CreateOpsItem({ ...item, OperationalData: dedup('r-1') });

    const again = ssm.CreateOpsItem({ ...item, OperationalData: dedup('r-1') });

    await expect(again).rejects.toMatchObject({ code: 'OpsItemAlreadyExistsException', details: { OpsItemId } });
    await ssm.CreateOpsItem({ ...item, OperationalData: dedup('r-2') });
    await ssm.UpdateOpsItem({ OpsItemId, Status: 'Resolved' });
    await ssm.CreateOpsItem({ ...item, OperationalData: dedup('r-1') });
    const open = await ssm.DescribeOpsItems({
      OpsItemFilters: [{ Key: 'Status', Values: ['Open'], Operator: 'Equal' }],
    });
    expect(open.OpsItemSummaries).toHaveLength(2);
  });

  test.each(['Title', 'Source', 'Description'])('need a %s', async (name) => {
    await expect(testSsm().CreateOpsItem({ ...item, [name]: '' })).rejects.toMatchObject({
      code: 'ValidationException',
    });
  });
});
