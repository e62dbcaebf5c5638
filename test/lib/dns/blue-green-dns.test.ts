import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { BlueGreenDns, DnsTarget, Percent, RollbackAlarm } from '../../../lib';
import { propertiesOf, statementsOf } from '../../fixtures/stack';
import { emptyStack } from '../machine/definitions';
import { BLUE, shopName } from './shop-name';

const RECORDS = 'AWS::Route53::RecordSetGroup';

/** Both records. */
function twice(record: object) {
  return [Match.objectLike(record), Match.objectLike(record)];
}

describe('two weighted records', () => {
  test('share a name, with the weights that are live', () => {
    const [{ RecordSets: records }] = propertiesOf(Template.fromStack(shopName().stack), RECORDS);

    // biome-ignore lint/suspicious/noExplicitAny: a template is untyped JSON
    expect(records.map(({ Name, SetIdentifier, Weight }: any) => [Name, SetIdentifier, Weight])).toEqual([
      ['www.shop.example.', 'blue', { 'Fn::GetAtt': [expect.stringContaining('LiveState'), 'BlueWeight'] }],
      ['www.shop.example.', 'green', { 'Fn::GetAtt': [expect.stringContaining('LiveState'), 'GreenWeight'] }],
    ]);
  });

  test('do not ask a load balancer for its health: an empty target group would make it unhealthy', () => {
    Template.fromStack(shopName().stack).allResourcesProperties(RECORDS, {
      RecordSets: twice({ AliasTarget: { EvaluateTargetHealth: false }, TTL: Match.absent() }),
    });
  });

  test('of plain values have a TTL', () => {
    const { stack } = shopName({
      blue: DnsTarget.values(['192.0.2.1']),
      green: DnsTarget.values(['192.0.2.2']),
      ttl: Duration.seconds(30),
    });

    Template.fromStack(stack).allResourcesProperties(RECORDS, {
      RecordSets: twice({ TTL: '30', AliasTarget: Match.absent() }),
    });
  });

  test.each([
    [undefined, 'shop.example.'],
    ['www', 'www.shop.example.'],
    ['www.shop.example', 'www.shop.example.'],
    ['www.shop.example.', 'www.shop.example.'],
  ])('of the name %p are called %p', (recordName, full) => {
    expect(shopName({ recordName }).construct.recordName).toBe(full);
  });

  test('of two regions lead to each other region, and the machine is in its own', () => {
    const app = new App();
    const account = '123456789012';
    const crossRegionReferences = true;
    const installation = (region: string) => {
      const stack = new Stack(app, region, { env: { account, region }, crossRegionReferences });
      const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, restrictDefaultSecurityGroup: false });
      return new elbv2.ApplicationLoadBalancer(stack, 'LoadBalancer', { vpc });
    };
    const stack = new Stack(app, 'Name', { env: { account, region: 'eu-central-1' }, crossRegionReferences });
    const zone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', {
      hostedZoneId: 'Z1',
      zoneName: 'shop.example',
    });
    new BlueGreenDns(stack, 'Shop', {
      zone,
      blue: DnsTarget.loadBalancer(installation('eu-west-1')),
      green: DnsTarget.loadBalancer(installation('us-east-1')),
    });
    const template = Template.fromStack(stack);
    const [{ RecordSets: records }] = propertiesOf(template, RECORDS);

    expect(JSON.stringify(records[0].AliasTarget.DNSName)).toContain('/cdk/exports/Name/euwest1');
    expect(JSON.stringify(records[1].AliasTarget.DNSName)).toContain('/cdk/exports/Name/useast1');
    template.resourceCountIs('AWS::StepFunctions::StateMachine', 2);
  });

  test.each<[string, (stack: Stack) => DnsTarget, unknown]>([
    [
      'a CloudFront distribution',
      (stack) =>
        DnsTarget.distribution(
          cloudfront.Distribution.fromDistributionAttributes(stack, 'D', {
            distributionId: 'E1',
            domainName: 'd1.cloudfront.net',
          }),
        ),
      { DNSName: 'd1.cloudfront.net', HostedZoneId: 'Z2FDTNDATAQYW2', EvaluateTargetHealth: false },
    ],
    [
      'the domain of a REST API',
      (stack) =>
        DnsTarget.restApiDomain(
          apigateway.DomainName.fromDomainNameAttributes(stack, 'R', {
            domainName: 'www.shop.example',
            domainNameAliasTarget: 'd-1.execute-api.eu-west-1.amazonaws.com',
            domainNameAliasHostedZoneId: 'ZREST',
          }),
        ),
      { DNSName: 'd-1.execute-api.eu-west-1.amazonaws.com', HostedZoneId: 'ZREST' },
    ],
    [
      'the domain of an HTTP API',
      (stack) =>
        DnsTarget.httpApiDomain(
          apigatewayv2.DomainName.fromDomainNameAttributes(stack, 'H', {
            name: 'www.shop.example',
            regionalDomainName: 'd-2.execute-api.eu-west-1.amazonaws.com',
            regionalHostedZoneId: 'ZHTTP',
          }),
        ),
      { DNSName: 'd-2.execute-api.eu-west-1.amazonaws.com', HostedZoneId: 'ZHTTP' },
    ],
  ])('may lead to %s', (_, target, alias) => {
    const green = target(emptyStack());

    Template.fromStack(shopName({ green }).stack).allResourcesProperties(RECORDS, {
      RecordSets: [
        Match.anyValue(),
        Match.objectLike({ SetIdentifier: 'green', AliasTarget: Match.objectLike(alias as object) }),
      ],
    });
  });

  test('can be changed in their zone only, and read by the function', () => {
    const template = Template.fromStack(shopName().stack);
    const zone = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':route53:::hostedzone/Z1']] };

    for (const machine of ['Release', 'Rollback']) {
      expect(statementsOf(template, machine)).toContainEqual(
        expect.objectContaining({ Action: 'route53:ChangeResourceRecordSets', Resource: zone }),
      );
    }
    expect(statementsOf(template, 'Decide').map(({ Action }) => Action)).not.toContain(
      'route53:ChangeResourceRecordSets',
    );
  });
});

describe('bad input', () => {
  test.each<[string, Parameters<typeof shopName>[0], string]>([
    ['one set identifier for both', { greenSetIdentifier: 'blue' }, "both records have the set identifier 'blue'"],
    [
      'a name of another zone',
      { recordName: 'www.other.example.' },
      "'recordName' must be inside the zone 'shop.example'",
    ],
    ['a TTL of an alias', { ttl: Duration.seconds(10) }, "'ttl' is for plain values"],
    [
      'an alias beside a value',
      { green: DnsTarget.values(['192.0.2.2']) },
      'both records need the same type of target',
    ],
  ])('%s is refused', (_, props, message) => {
    expect(() => shopName(props)).toThrow(message);
  });

  test('a simple record of the same name in the same app is refused', () => {
    const simple = (zone: route53.IHostedZone) =>
      new route53.ARecord(zone.node.scope ?? zone, 'Old', {
        zone,
        recordName: 'www',
        target: route53.RecordTarget.fromIpAddresses('192.0.2.9'),
      });

    expect(() => shopName({}, simple)).toThrow("the zone has a simple A record of 'www.shop.example.'");
  });

  test('alarms on target groups are refused: a name has none', () => {
    const { construct } = shopName();

    expect(() => construct.rollbackOn(RollbackAlarm.errorRate({ threshold: Percent.of(5) }))).toThrow(
      'has no target groups to judge',
    );
  });

  test('a health path without its slash is refused', () => {
    expect(() => DnsTarget.alias('blue', 'Z', { healthPath: 'health' })).toThrow("did you mean '/health'?");
    expect(BLUE._url).toBe('https://blue.elb.amazonaws.com');
  });
});
