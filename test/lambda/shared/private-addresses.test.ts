import { DescribeNetworkInterfacesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { findPrivateAddresses } from '../../../lambda/shared/private-addresses';

const NEVER = new AbortController().signal;
const ec2 = mockClient(EC2Client);
const client = new EC2Client({ region: 'eu-west-1' });

beforeEach(() => ec2.reset());

describe('private addresses', () => {
  test('are those of the interfaces in use with the description of the load balancer', async () => {
    ec2.on(DescribeNetworkInterfacesCommand).resolves({
      NetworkInterfaces: [{ PrivateIpAddress: '10.0.0.4' }, {}, { PrivateIpAddress: '10.0.1.4' }],
    });

    expect(await findPrivateAddresses('app/lb/1', NEVER, client)).toEqual(['10.0.0.4', '10.0.1.4']);

    expect(ec2.commandCalls(DescribeNetworkInterfacesCommand)[0]?.args[0].input.Filters).toEqual([
      { Name: 'description', Values: ['ELB app/lb/1'] },
      { Name: 'status', Values: ['in-use'] },
    ]);
  });

  test('name the load balancer when they cannot be read', async () => {
    ec2.on(DescribeNetworkInterfacesCommand).rejects(new Error('not authorized'));

    await expect(findPrivateAddresses('app/lb/1', NEVER, client)).rejects.toThrow(
      "the addresses of load balancer 'app/lb/1' could not be read: not authorized",
    );
  });
});
