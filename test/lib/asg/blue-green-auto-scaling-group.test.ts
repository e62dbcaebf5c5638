import { Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Approval, HookStage, HttpStep, Percent, PreWarm, RollbackAlarm, SmokeTest } from '../../../lib';
import { propertiesOf, statementsOf } from '../../fixtures/stack';
import { definitionsOf } from '../machine/definitions';
import { shopGroup } from './shop-group';

const GROUP = 'AWS::AutoScaling::AutoScalingGroup';

describe('two Auto Scaling groups', () => {
  test('are both there, with the size and the version that are live and without a desired capacity', () => {
    const template = Template.fromStack(shopGroup({ minCapacity: 3 }).stack);

    template.resourceCountIs(GROUP, 2);
    template.allResourcesProperties(GROUP, {
      MinSize: { 'Fn::GetAtt': [Match.anyValue(), Match.stringLikeRegexp('MinSize$')] },
      MaxSize: '6',
      DesiredCapacity: Match.absent(),
      HealthCheckType: 'ELB',
      HealthCheckGracePeriod: 300,
      LaunchTemplate: { Version: { 'Fn::GetAtt': [Match.anyValue(), Match.stringLikeRegexp('Version$')] } },
    });
  });

  test('each have a launch template and a target group of their own', () => {
    const groups = propertiesOf(Template.fromStack(shopGroup().stack), GROUP);
    const templates = groups.map((group) => group.LaunchTemplate.LaunchTemplateId.Ref);
    const targets = groups.map((group) => group.TargetGroupARNs[0].Ref);

    expect(new Set(templates).size).toBe(2);
    expect(new Set(targets).size).toBe(2);
  });

  test('need two functions of this package, and one for each ready-made hook', () => {
    const { stack } = shopGroup();

    Template.fromStack(stack).resourceCountIs('AWS::Lambda::Function', 2);
  });

  test('serve on the port that is asked for', () => {
    Template.fromStack(shopGroup({ port: 8080 }).stack).allResourcesProperties(
      'AWS::ElasticLoadBalancingV2::TargetGroup',
      { Port: 8080, TargetType: 'instance' },
    );
  });

  test('let the deciding function read and change nothing', () => {
    const { stack } = shopGroup();
    const actions = statementsOf(Template.fromStack(stack), 'Decide').flatMap(({ Action }) => Action);

    expect(actions.filter((action: string) => !/:Describe|logs:/.test(action))).toEqual([]);
    expect(actions.length).toBeGreaterThan(5);
  });

  test('let the rollback machine change weights, sizes and the record, and what Auto Scaling asks of whoever changes sizes', () => {
    const actions = statementsOf(Template.fromStack(shopGroup().stack), 'Rollback').flatMap(({ Action }) => Action);

    expect(actions.sort()).toEqual([
      'autoscaling:UpdateAutoScalingGroup',
      'dynamodb:UpdateItem',
      'ec2:CreateTags',
      'ec2:RunInstances',
      'elasticloadbalancing:ModifyListener',
      'events:PutEvents',
      'iam:PassRole',
      'lambda:InvokeFunction',
      'states:StopExecution',
    ]);
  });

  test('tell what a release consists of in one parameter', () => {
    const { stack, construct } = shopGroup();
    construct.rollbackOn(RollbackAlarm.errorRate({ threshold: Percent.of(5) }));
    const [{ Name, Value }] = propertiesOf(Template.fromStack(stack), 'AWS::SSM::Parameter').filter(({ Name: name }) =>
      JSON.stringify(name).includes('cdk-blue-green'),
    );

    expect(Name).toBe('/cdk-blue-green/Test/Shop');
    const text = JSON.stringify(Value);
    expect(text).toContain('\\"kind\\":\\"asg\\"');
    expect(text).toContain('LatestVersionNumber');
    expect(text.match(/ErrorRate(Blue|Green)/g)).toHaveLength(2);
  });

  test('watch the alarms that come later', () => {
    const { stack, construct } = shopGroup();
    construct.rollbackOn(RollbackAlarm.errorRate({ threshold: Percent.of(5) }));
    const [decide] = propertiesOf(Template.fromStack(stack), 'AWS::Lambda::Function');

    expect(JSON.stringify(decide.Environment.Variables.SETTINGS).match(/ErrorRate(Blue|Green)/g)).toHaveLength(2);
  });

  test('take two deployment groups of CodeDeploy, in place and without traffic control', () => {
    const template = Template.fromStack(shopGroup({ codeDeploy: true }).stack);

    template.resourceCountIs('AWS::CodeDeploy::DeploymentGroup', 2);
    template.allResourcesProperties('AWS::CodeDeploy::DeploymentGroup', {
      DeploymentStyle: Match.absent(),
      LoadBalancerInfo: Match.absent(),
    });
  });
});

describe('with spot instances while idle', () => {
  test('both groups are on demand in the template, at the version that is live', () => {
    const template = Template.fromStack(shopGroup({ spotWhileIdle: true }).stack);

    template.allResourcesProperties(GROUP, {
      LaunchTemplate: Match.absent(),
      MixedInstancesPolicy: {
        InstancesDistribution: { OnDemandBaseCapacity: 0, OnDemandPercentageAboveBaseCapacity: 100 },
        LaunchTemplate: {
          LaunchTemplateSpecification: {
            Version: { 'Fn::GetAtt': [Match.anyValue(), Match.stringLikeRegexp('(Blue|Green)Version$')] },
          },
        },
      },
    });
  });

  test('the candidate comes up on spot, and takes production traffic on demand', () => {
    const { Release } = definitionsOf(shopGroup({ spotWhileIdle: true }).stack);
    const onDemand = (state: string) =>
      Release.States[state].Arguments.MixedInstancesPolicy.InstancesDistribution.OnDemandPercentageAboveBaseCapacity;

    expect([onDemand('BringUp'), onDemand('ScaleToLive')]).toEqual([0, 100]);
    expect(Release.States.ScaleToLive.Next).toBe('ReplaceSpotInstances');
  });
});

describe('on a shared listener', () => {
  const ruleConditions = [elbv2.ListenerCondition.pathPatterns(['/shop*'])];

  test('the machines may change the one rule, and no listener', () => {
    const { stack } = shopGroup({ testTraffic: false, ruleConditions, rulePriority: 10 }, undefined, (scope, vpc) => {
      const loadBalancer = new elbv2.ApplicationLoadBalancer(scope, 'Shared', { vpc });
      const defaultAction = elbv2.ListenerAction.fixedResponse(404);
      return { productionListener: loadBalancer.addListener('Production', { port: 80, defaultAction }) };
    });
    const statements = ['Release', 'Rollback'].flatMap((machine) => statementsOf(Template.fromStack(stack), machine));
    const weights = statements.filter(({ Action }) => JSON.stringify(Action).includes('elasticloadbalancing'));

    expect(weights.map(({ Action }) => Action)).toEqual(Array(2).fill('elasticloadbalancing:ModifyRule'));
    expect(JSON.stringify(weights)).toContain('ProductionRule');
  });
});

describe('bad input', () => {
  test.each<[Parameters<typeof shopGroup>[0], string]>([
    [{ minCapacity: 0 }, "'minCapacity' must be a whole number from 1"],
    [{ minCapacity: 4, maxCapacity: 3 }, "'maxCapacity' must be a whole number from 4"],
    [{ maxCapacity: 4, previewCapacity: 5 }, "'previewCapacity' must be a whole number from 1 to 4, got 5"],
    [{ maxCapacity: 4, desiredCapacity: 5 }, "'desiredCapacity' must be a whole number from 1 to 4, got 5"],
    [{ bakeTime: Duration.days(8) }, "'bakeTime' must be 0 to 10080 whole minutes"],
    [{ productionPort: 8080 }, "'productionPort' and 'testPort' must differ, both are 8080"],
    [{ rulePriority: 0 }, "'rulePriority' must be a whole number from 1 to 50000, got 0"],
    [
      { ruleConditions: [elbv2.ListenerCondition.pathPatterns(['/shop*'])] },
      "'ruleConditions' are for a rule of 'productionListener'; give one",
    ],
    [
      { spotWhileIdle: true, warmPool: { minSize: 1 } },
      "'spotWhileIdle' and 'warmPool' do not go together: a warm pool has no spot instances",
    ],
  ])('%j is refused', (props, message) => {
    expect(() => shopGroup(props)).toThrow(message);
  });

  test('a topic without an approval is refused', () => {
    const { stack } = shopGroup();

    expect(() => shopGroup({ approvalTopic: new sns.Topic(stack, 'Topic') })).toThrow("but no 'approval' is required");
  });

  test('a hook on test traffic that there is none of is refused', () => {
    const { stack } = shopGroup();
    const hook = new SmokeTest(stack, 'Smoke', { steps: [HttpStep.get('/')] });

    expect(() => shopGroup({ testTraffic: false, hooks: [hook] })).toThrow('there is no test traffic');
  });

  test('two hooks of one name are refused', () => {
    const { stack } = shopGroup();
    const warm = (scope: typeof stack, stage: HookStage) =>
      new PreWarm(scope, 'Warm', { paths: ['/'], requests: 1, stage });
    const hooks = [
      warm(stack, HookStage.AFTER_ALLOW_TEST_TRAFFIC),
      warm(shopGroup().stack, HookStage.BEFORE_ALLOW_TRAFFIC),
    ];

    expect(() => shopGroup({ hooks, approval: Approval.none() })).toThrow("has two hooks 'Warm'");
  });
});
