import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { ReleaseController } from '../../../lib';
import { propertiesOf, statementsOf, testService } from '../../fixtures/stack';

/** A service that scales between 2 and 10 tasks. */
function scaling(props: Parameters<typeof testService>[0] = {}) {
  const made = testService(props);
  made.service.autoScaleTaskCount({ minCapacity: 2, maxCapacity: 10 }).scaleOnCpuUtilization('Cpu', {
    targetUtilizationPercent: 60,
    scaleInCooldown: Duration.minutes(5),
  });
  return made;
}

test('the guard looks when a release of this service begins or ends, and every five minutes', () => {
  const { template } = scaling();

  const rules = propertiesOf(template(), 'AWS::Events::Rule').filter(({ Description }) => /release/i.test(Description));
  expect(rules).toContainEqual(expect.objectContaining({ ScheduleExpression: 'rate(5 minutes)' }));
  expect(rules).toContainEqual(
    expect.objectContaining({
      EventPattern: {
        source: ['aws.codedeploy'],
        'detail-type': ['CodeDeploy Deployment State-change Notification'],
        detail: { application: [expect.anything()], deploymentGroup: [expect.anything()] },
      },
    }),
  );
});

test('it is told the service by the name that Application Auto Scaling has for it', () => {
  const { template } = scaling();

  const [target] = propertiesOf(template(), 'AWS::ApplicationAutoScaling::ScalableTarget');
  const functions = propertiesOf(template(), 'AWS::Lambda::Function');
  const guard = functions.find(({ Description }) => Description?.includes('scaling in'));
  const settings = JSON.stringify(guard.Environment.Variables.SETTINGS);
  for (const part of target.ResourceId['Fn::Join'][1]) expect(settings).toContain(JSON.stringify(part).slice(1, -1));
});

test('it may change the scaling of ECS services, and nothing else of them', () => {
  const statements = statementsOf(scaling().template(), 'ScalingGuard');

  const changes = statements.filter(({ Action }) => Action === 'application-autoscaling:RegisterScalableTarget');
  expect(changes).toEqual([
    expect.objectContaining({
      Condition: {
        StringEquals: {
          'application-autoscaling:service-namespace': 'ecs',
          'application-autoscaling:scalable-dimension': 'ecs:service:DesiredCount',
        },
      },
    }),
  ]);
  expect(statements.map(({ Action }) => Action)).not.toContain('ecs:UpdateService');
});

test('ECS itself releases without one', () => {
  const { template } = scaling({ controller: ReleaseController.ecs() });

  template().resourceCountIs('AWS::ApplicationAutoScaling::ScalableTarget', 1);
  expect(statementsOf(template(), 'ScalingGuard')).toEqual([]);
  template().hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', { PolicyType: Match.anyValue() });
});
