import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as route53 from 'aws-cdk-lib/aws-route53';
import {
  BlueGreenDns,
  DnsTarget,
  FunctionHook,
  HookStage,
  Percent,
  ReleaseController,
  ReleaseOnDeploy,
  RollbackAlarm,
} from '../../../lib';
import { propertiesOf, statementsOf, testService } from '../../fixtures/stack';

const untilShifted = ReleaseOnDeploy.untilShifted();
const nameOf = (stack: Stack, version?: string) =>
  new BlueGreenDns(stack, 'Name', {
    zone: new route53.PublicHostedZone(stack, 'Zone', { zoneName: 'shop.example' }),
    blue: DnsTarget.values(['192.0.2.1'], { url: 'http://blue' }),
    green: DnsTarget.values(['192.0.2.2'], { url: 'http://green' }),
    releaseOnDeploy: ReleaseOnDeploy.untilShifted({ version }),
  });
const teamHook = (stack: Stack) =>
  new lambda.Function(stack, 'Team', {
    code: lambda.Code.fromInline('exports.handler = async () => {}'),
    handler: 'index.handler',
    runtime: lambda.Runtime.NODEJS_24_X,
  });

describe('releaseOnDeploy', () => {
  test('makes one custom resource, whose version is the task definition and which waits for 55 minutes', () => {
    const { template } = testService({ releaseOnDeploy: untilShifted });
    const [properties, ...others] = propertiesOf(template(), 'Custom::BlueGreenRelease');

    expect(others).toEqual([]);
    expect(properties).toMatchObject({
      Construct: 'Test/Orders',
      Version: properties.Target.TaskDefinition,
      WaitsFor: 'shifted',
      WithinSeconds: '3300',
      ServiceTimeout: '3600',
    });
  });

  test('makes nothing unless it is asked for', () => {
    const { template } = testService();
    expect(propertiesOf(template(), 'Custom::BlueGreenRelease')).toEqual([]);
    expect(Object.keys(template().toJSON().Resources).filter((id) => id.includes('ReleaseOnDeploy'))).toEqual([]);
  });

  test('is the last of its construct: it depends on all the rest, also on an alarm that is added later', () => {
    const { service, template } = testService({ releaseOnDeploy: untilShifted });
    service.rollbackOn(RollbackAlarm.errorRate({ threshold: Percent.of(5) }));
    const { Resources } = template().toJSON();
    const [id = ''] = Object.keys(template().findResources('Custom::BlueGreenRelease'));
    const others = Object.keys(Resources).filter((one) => one.startsWith('Orders') && one !== id);

    expect(Resources[id].DependsOn).toEqual(expect.arrayContaining(others));
    const alarms = Object.keys(template().findResources('AWS::CloudWatch::Alarm'));
    expect(alarms).toHaveLength(2);
    expect(Resources[id].DependsOn).toEqual(expect.arrayContaining(alarms));
  });

  test('lets a function of its own be the hook that hears of shifted traffic, and only then', () => {
    const hooksOf = (releaseOnDeploy: ReleaseOnDeploy) => {
      const { template } = testService({ releaseOnDeploy });
      return JSON.stringify(propertiesOf(template(), 'Custom::BlueGreenRelease')[0].Target.AppSpec);
    };
    expect(hooksOf(untilShifted)).toContain('AfterAllowTraffic');
    expect(hooksOf(ReleaseOnDeploy.untilBaked())).not.toContain('AfterAllowTraffic');
    expect(hooksOf(ReleaseOnDeploy.start())).not.toContain('AfterAllowTraffic');
  });

  test('has one function, and one clock that calls it back, for all constructs of a stack', () => {
    const stack = new Stack(new App(), 'Two');
    nameOf(stack, '1');
    new BlueGreenDns(stack, 'Other', {
      zone: new route53.PublicHostedZone(stack, 'OtherZone', { zoneName: 'other.example' }),
      blue: DnsTarget.values(['192.0.2.3'], { url: 'http://blue' }),
      green: DnsTarget.values(['192.0.2.4'], { url: 'http://green' }),
      releaseOnDeploy: ReleaseOnDeploy.start({ version: '1' }),
    });
    const template = Template.fromStack(stack);
    const ids = Object.keys(template.toJSON().Resources);

    expect(propertiesOf(template, 'Custom::BlueGreenRelease')).toHaveLength(2);
    expect(ids.filter((id) => /^BlueGreenReleaseOnDeploy[0-9A-F]{8}$/.test(id))).toHaveLength(1);
    expect(ids.filter((id) => id.startsWith('BlueGreenReleaseOnDeployDeadline') && !/Role/.test(id))).toHaveLength(1);
  });

  test("may keep its own requests only, and stars stand where AWS has no resource or an id of CloudFormation's", () => {
    const { template } = testService({ releaseOnDeploy: untilShifted });
    const statements = statementsOf(template(), 'BlueGreenReleaseOnDeployRole');
    const starred = statements.filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => Action);
    const [parameters, notTakenBack] = statements.filter(({ Action }) => [Action].flat().includes('ssm:PutParameter'));

    expect(starred).toEqual([
      'codedeploy:GetDeploymentTarget',
      'codedeploy:StopDeployment',
      'codedeploy:ContinueDeployment',
    ]);
    expect(JSON.stringify(parameters.Resource)).toMatch(/parameter\/cdk-blue-green-requests\/Test\/\*/);
    expect(JSON.stringify(notTakenBack.Resource)).toMatch(/parameter\/cdk-blue-green\/Test\/Orders\/not-taken-back"/);
  });

  test('takes the text of the team for the version', () => {
    const { template } = testService({ releaseOnDeploy: ReleaseOnDeploy.start({ version: '2026-11-26.3' }) });
    expect(propertiesOf(template(), 'Custom::BlueGreenRelease')[0].Version).toBe('2026-11-26.3');
  });

  test('fails for a DNS name without a version, because nobody sees what its targets serve', () => {
    expect(() => nameOf(new Stack(new App(), 'Test'))).toThrow(
      "'Test/Name' cannot tell by itself when it has a new version; say what is released by 'version' of 'releaseOnDeploy'",
    );
  });

  test('fails with untilShifted beside a hook of the team at the only stage that tells of shifted traffic', () => {
    const late = (releaseOnDeploy: ReleaseOnDeploy) => {
      const hook = FunctionHook.at(HookStage.AFTER_ALLOW_TRAFFIC, teamHook(new Stack(new App(), 'Team')));
      return () => testService({ releaseOnDeploy, hooks: [hook] });
    };
    expect(late(untilShifted)).toThrow('use ReleaseOnDeploy.untilBaked() or start()');
  });

  test('fails where ECS releases with every deploy already', () => {
    expect(() => testService({ releaseOnDeploy: untilShifted, controller: ReleaseController.ecs() })).toThrow(
      "'releaseOnDeploy' is for services that CodeDeploy releases, but 'controller' is ReleaseController.ecs(); leave it out; a deploy of a new version is its release there",
    );
  });

  test.each([0, 59, 1.5])('fails within %s minutes', (minutes) => {
    expect(() => ReleaseOnDeploy.untilBaked({ within: Duration.seconds(minutes * 60) })).toThrow(
      "'within' must be 1 to 58 whole minutes",
    );
  });

  test('fails for an empty version', () => {
    expect(() => ReleaseOnDeploy.start({ version: '' })).toThrow("'version' of 'releaseOnDeploy' is empty");
  });
});
