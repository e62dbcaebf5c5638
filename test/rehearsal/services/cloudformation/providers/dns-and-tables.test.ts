import { ALL_SWITCHES } from '../../../../../rehearsal/all-switches';
import { VirtualClock } from '../../../../../rehearsal/clock';
import { Cloud } from '../../../../../rehearsal/cloud';
import { rootOf } from '../../../../../rehearsal/principal';
import { CloudFormation } from '../../../../../rehearsal/services/cloudformation/cloudformation';
import { DynamoDb } from '../../../../../rehearsal/services/dynamodb/dynamodb';
import { Elbv2 } from '../../../../../rehearsal/services/elbv2/elbv2';
import { Route53 } from '../../../../../rehearsal/services/route53/route53';
import { Switches } from '../../../../../rehearsal/switches';

function localStacks(switches: Record<string, string> = {}) {
  const clock = new VirtualClock();
  const cloud = new Cloud({ clock, switches: new Switches(ALL_SWITCHES, switches) });
  const elbv2 = cloud.add(new Elbv2(cloud, { probe: async () => ({ status: 200 }) }));
  const route53 = cloud.add(new Route53(cloud, { elbv2, alarmState: () => undefined }));
  const dynamoDb = cloud.add(new DynamoDb(cloud));
  const service = cloud.add(new CloudFormation(cloud, { readObject: () => '' }));
  const root = rootOf(cloud.account);
  const client = cloud.client(service, root);
  const apply = async (Resources: object, isNew: boolean) => {
    const input = { StackName: 'Dns', TemplateBody: JSON.stringify({ Resources }) };
    await (isNew ? client.CreateStack(input) : client.UpdateStack(input));
    return clock.run(service.settled('Dns'));
  };
  const zoneId = () => [...route53.zones.all.keys()][0];
  const weights = () => Object.fromEntries(route53.weights(zoneId(), 'app.example.com', 'A'));
  const remove = async () => {
    await client.DeleteStack({ StackName: 'Dns' });
    return clock.run(service.settled('Dns'));
  };
  return {
    clock,
    cloud,
    dns: cloud.client(route53, root),
    route53,
    tables: cloud.client(dynamoDb, root),
    apply,
    remove,
    weights,
  };
}

const record = (SetIdentifier: string, Weight: string, more: object = {}) => ({
  Type: 'AWS::Route53::RecordSet',
  Properties: {
    Name: 'app.example.com',
    Type: 'A',
    HostedZoneId: { Ref: 'Zone' },
    SetIdentifier,
    Weight,
    TTL: '60',
    ResourceRecords: ['192.0.2.1'],
    ...more,
  },
});
const Zone = { Type: 'AWS::Route53::HostedZone', Properties: { Name: 'example.com' } };

describe('records in a stack', () => {
  test('two weighted records wait for one another, and for INSYNC', async () => {
    const { apply, clock, weights } = localStacks();
    const started = clock.now();

    const stack = await apply({ Zone, Blue: record('blue', '255'), Green: record('green', '0') }, true);

    expect(stack.status).toBe('CREATE_COMPLETE');
    expect(weights()).toEqual({ blue: 255, green: 0 });
    expect(clock.now() - started).toBeGreaterThanOrEqual(60_000);
  });

  test('a changed weight is an update in place, a removed record is deleted', async () => {
    const { apply, weights } = localStacks();
    await apply({ Zone, Blue: record('blue', '255'), Green: record('green', '0') }, true);

    const stack = await apply({ Zone, Blue: record('blue', '10') }, false);

    expect(stack.status).toBe('UPDATE_COMPLETE');
    expect(weights()).toEqual({ blue: 10 });
  });

  test('a change that Route 53 refuses rolls the stack back', async () => {
    const { apply } = localStacks();

    const stack = await apply({ Zone, Blue: record('blue', '300') }, true);

    expect(stack.status).toBe('ROLLBACK_COMPLETE');
  });

  test('a group writes all of its records in one batch', async () => {
    const { apply, cloud, remove, route53, weights } = localStacks();
    const sets = ['blue', 'green'].map((one) => {
      const { HostedZoneId: _, ...properties } = record(one, '1').Properties;
      return properties;
    });
    const Group = {
      Type: 'AWS::Route53::RecordSetGroup',
      DependsOn: 'Zone',
      Properties: { HostedZoneName: 'example.com.', RecordSets: sets },
    };

    await apply({ Zone, Group }, true);

    expect(weights()).toEqual({ blue: 1, green: 1 });
    expect(cloud.calls.filter((one) => one.action === 'route53:ChangeResourceRecordSets')).toHaveLength(1);
    await remove();
    expect(route53.zones.all.size).toBe(0);
  });

  test.each([
    ['fails', 'DELETE_FAILED'],
    ['leaves-it', 'DELETE_COMPLETE'],
  ])('one that somebody has changed stays in the zone, and the deletion of its stack %s', async (value, status) => {
    const { apply, dns, remove, weights } = localStacks({ 'cloudformation.stale-record-deletion': value });
    const { HostedZone } = await dns.CreateHostedZone({ Name: 'example.com', CallerReference: '1' });
    const { Properties, ...rest } = record('blue', '255', { HostedZoneId: HostedZone?.Id?.split('/').at(-1) });
    await apply({ Blue: { ...rest, Properties } }, true);
    const { HostedZoneId: _, ResourceRecords: __, ...set } = Properties;
    const changed = { ...set, Type: 'A' as const, Weight: 10, TTL: 60, ResourceRecords: [{ Value: '192.0.2.1' }] };
    const Changes = [{ Action: 'UPSERT' as const, ResourceRecordSet: changed }];
    await dns.ChangeResourceRecordSets({ HostedZoneId: HostedZone?.Id, ChangeBatch: { Changes } });

    expect((await remove()).status).toBe(status);
    expect(weights()).toEqual({ blue: 10 });
  });

  test('a health check is made, and referred to', async () => {
    const { apply, route53 } = localStacks();
    const Check = {
      Type: 'AWS::Route53::HealthCheck',
      Properties: {
        HealthCheckConfig: { Type: 'HTTPS', FullyQualifiedDomainName: 'a.example.com', RequestInterval: '10' },
      },
    };

    const stack = await apply({ Zone, Check, Blue: record('blue', '1', { HealthCheckId: { Ref: 'Check' } }) }, true);

    expect(stack.status).toBe('CREATE_COMPLETE');
    expect([...route53.healthChecks.records.values()][0]?.config.RequestInterval).toBe(10);
    route53.stop();
  });
});

describe('a table in a stack', () => {
  test('is ACTIVE when the stack is complete, with its time to live', async () => {
    const { apply, tables } = localStacks();
    const Table = {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        TableName: 'releases',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        Tags: [{ Key: 'team', Value: 'a' }],
      },
    };

    const stack = await apply({ Table }, true);

    expect(stack.status).toBe('CREATE_COMPLETE');
    expect((await tables.DescribeTable({ TableName: 'releases' })).Table?.TableStatus).toBe('ACTIVE');
    const { TimeToLiveDescription } = await tables.DescribeTimeToLive({ TableName: 'releases' });
    expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' });
  });
});
