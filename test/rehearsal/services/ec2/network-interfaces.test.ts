import { rootOf } from '../../../../rehearsal/principal';
import { Ec2 } from '../../../../rehearsal/services/ec2/ec2';
import { FakeInstances } from '../../../fixtures/fake-instances';
import { emptyCloud } from '../../endpoint/fixture';

function testEc2() {
  const cloud = emptyCloud();
  const interfaces = [
    { description: 'ELB app/orders/1', privateIpAddress: '10.0.0.4' },
    { description: 'ELB app/orders/1', privateIpAddress: '10.0.1.4' },
    { description: 'ELB app/other/2', privateIpAddress: '10.0.0.5' },
  ];
  return cloud.client(
    cloud.add(new Ec2(cloud, () => interfaces, new FakeInstances(cloud.clock))),
    rootOf(cloud.account),
  );
}

async function addressesWith(Name: string, Values: string[]) {
  const { NetworkInterfaces } = await testEc2().DescribeNetworkInterfaces({ Filters: [{ Name, Values }] });
  return NetworkInterfaces.map(({ PrivateIpAddress }) => PrivateIpAddress);
}

test('finds the private addresses of a load balancer by its description', async () => {
  expect(await addressesWith('description', ['ELB app/orders/1'])).toEqual(['10.0.0.4', '10.0.1.4']);
  expect(await addressesWith('description', ['ELB app/o*'])).toEqual(['10.0.0.4', '10.0.1.4', '10.0.0.5']);
});

test('answers nothing to a filter that it does not know', async () => {
  expect(await addressesWith('group-name', ['x'])).toEqual([]);
});
