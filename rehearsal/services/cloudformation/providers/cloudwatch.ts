import type * as sdk from '@aws-sdk/client-cloudwatch';
import { type ProviderContext, type Providers, provider } from '../provider';
import { number } from './names';

/** AWS::CloudWatch */
export const cloudWatchProviders: Providers = {
  'AWS::CloudWatch::Alarm': provider<sdk.PutMetricAlarmInput>({
    replaceOn: ['AlarmName'],
    create: (properties, context) => putAlarm(properties, properties.AlarmName ?? context.physicalName(255), context),
    update: (properties, _old, { physicalId }, context) => putAlarm(properties, physicalId, context),
    delete: ({ physicalId }, _properties, context) => deleteAlarm(physicalId, context),
  }),

  'AWS::CloudWatch::CompositeAlarm': provider<sdk.PutCompositeAlarmInput>({
    replaceOn: ['AlarmName'],
    create: (properties, context) =>
      putComposite(properties, properties.AlarmName ?? context.physicalName(255), context),
    update: (properties, _old, { physicalId }, context) => putComposite(properties, physicalId, context),
    delete: ({ physicalId }, _properties, context) => deleteAlarm(physicalId, context),
  }),

  'AWS::CloudWatch::Dashboard': provider<sdk.PutDashboardInput>({
    replaceOn: ['DashboardName'],
    create: (properties, context) =>
      putDashboard(properties, properties.DashboardName ?? context.physicalName(255), context),
    update: (properties, _old, { physicalId }, context) => putDashboard(properties, physicalId, context),
    delete: async ({ physicalId }, _properties, context) => {
      await context.call('cloudwatch', 'DeleteDashboards', { DashboardNames: [physicalId] });
    },
  }),
};

async function putAlarm(properties: sdk.PutMetricAlarmInput, AlarmName: string, context: ProviderContext) {
  const input: sdk.PutMetricAlarmInput = {
    ...properties,
    AlarmName,
    Period: number(properties.Period),
    EvaluationPeriods: number(properties.EvaluationPeriods),
    DatapointsToAlarm: number(properties.DatapointsToAlarm),
    Threshold: number(properties.Threshold),
  };
  await context.call('cloudwatch', 'PutMetricAlarm', input);
  return alarm(AlarmName, context);
}

async function putComposite(properties: sdk.PutCompositeAlarmInput, AlarmName: string, context: ProviderContext) {
  await context.call('cloudwatch', 'PutCompositeAlarm', { ...properties, AlarmName });
  return alarm(AlarmName, context);
}

async function putDashboard({ DashboardBody }: sdk.PutDashboardInput, name: string, context: ProviderContext) {
  await context.call('cloudwatch', 'PutDashboard', { DashboardName: name, DashboardBody });
  return { physicalId: name, attributes: {} };
}

async function deleteAlarm(name: string, context: ProviderContext): Promise<void> {
  await context.call('cloudwatch', 'DeleteAlarms', { AlarmNames: [name] });
}

function alarm(name: string, context: ProviderContext) {
  return { physicalId: name, attributes: { Arn: context.cloud.arn('cloudwatch', `alarm:${name}`) } };
}
