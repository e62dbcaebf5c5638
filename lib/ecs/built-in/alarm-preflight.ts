import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Environment } from '../../../lambda/alarm-preflight/environment';
import { BundledFunction } from '../../private/bundled-function';

/** Asks at the start of a release whether a rollback alarm is firing: ECS would watch none of them for as long as it lasts. */
export class AlarmPreflight extends BundledFunction {
  constructor(scope: Construct, id: string, alarms: cloudwatch.IAlarm[]) {
    const names = () => alarms.map((alarm) => alarm.alarmName);
    const environment: Environment = {
      ALARMS: Lazy.string({ produce: () => Stack.of(scope).toJsonString(names()) }),
    };
    super(scope, id, {
      handler: 'alarm-preflight',
      description: `Holds no release of ${scope.node.path} under a firing alarm`,
      timeout: Duration.seconds(45),
      statements: [],
      environment: { ...environment },
    });
    // Cannot be bound to resources.
    this.allow(['cloudwatch:DescribeAlarms'], ['*']);
  }
}
