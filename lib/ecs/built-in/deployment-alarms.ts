import { Lazy } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import { serviceResource } from './service-resource';

/**
 * Has ECS watch alarms, those too that are added later.
 *
 * Not by `enableDeploymentAlarms` of the CDK: in 2.236 a second call of it is lost, and with it its alarms.
 */
export function watchAlarms(service: ecs.BaseService, alarms: readonly cloudwatch.IAlarm[]): void {
  serviceResource(service).addPropertyOverride('DeploymentConfiguration.Alarms', {
    AlarmNames: Lazy.list({ produce: () => alarms.map((alarm) => alarm.alarmName) }),
    Enable: true,
    Rollback: true,
  });
}
