import { Percent, ReleaseController, RollbackAlarm } from '../../../../lib';
import { propertiesOf } from '../../../fixtures/stack';
import { builtIn, SERVICE } from './setting';

describe('the alarms of ECS itself', () => {
  test('are watched, all of them, and roll back', () => {
    const { service, template } = builtIn();
    service.rollbackOn(RollbackAlarm.errorRate({ threshold: Percent.of(5) }));
    service.rollbackOn(RollbackAlarm.loadBalancerErrors({ threshold: 5 }));

    const { Alarms } = propertiesOf(template(), SERVICE)[0].DeploymentConfiguration;

    expect(Alarms).toEqual({
      Enable: true,
      Rollback: true,
      AlarmNames: [/ErrorRateBlue/, /ErrorRateGreen/, /LoadBalancerErrors/].map((name) => ({
        Ref: expect.stringMatching(name),
      })),
    });
  });

  test('are asked once before anything starts, because ECS would ignore them if one fired', () => {
    const { service, template } = builtIn();
    service.rollbackOn(RollbackAlarm.errorRate({ threshold: Percent.of(5) }));

    expect(propertiesOf(template(), SERVICE)[0].DeploymentConfiguration.LifecycleHooks).toEqual([
      expect.objectContaining({ LifecycleStages: ['PRE_SCALE_UP'] }),
    ]);
    const [{ Environment }] = propertiesOf(template(), 'AWS::Lambda::Function');
    expect(JSON.stringify(Environment.Variables.ALARMS)).toMatch(/ErrorRateBlue.*ErrorRateGreen/);
  });

  test('are not asked before when told so', () => {
    const { service, template } = builtIn({ controller: ReleaseController.ecs({ alarmPreflight: false }) });
    service.rollbackOn(RollbackAlarm.errorRate({ threshold: Percent.of(5) }));

    // Only the one that says what is live.
    template().resourceCountIs('AWS::Lambda::Function', 1);
  });
});
