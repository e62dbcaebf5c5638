import type { Check } from '../check';
import { missingDataOf } from '../model/alarm';
import { at, listAt } from '../model/values';

/** What CodeDeploy's API says; its page of quotas says 50, which can be raised (aws-facts 1.6). */
const MAX_ALARMS = 10;

const MEANINGS: Readonly<Record<string, string>> = {
  missing: 'as missing: one bad minute and then silence fires it',
  breaching: 'as bad: a quiet minute fires it, and a release is sent back for having no visitors',
  ignore: 'by keeping its state: once fired it stays so without traffic, and the next release is refused',
};

export const missingData: Check = {
  id: 'BG012',
  level: 'warning',
  title: 'an alarm does not take missing data for good',
  reason:
    'Load balancers publish most metrics only when they are not zero. A minute without errors has no data, which is not bad news.',
  wayOut: 'use treatMissingData: TreatMissingData.NOT_BREACHING',
  find: ({ releases }) =>
    releases.flatMap(({ resource, alarms }) =>
      alarms.flatMap((alarm) => {
        const meaning = MEANINGS[missingDataOf(alarm)];
        return meaning ? [{ resource, message: `alarm '${alarm.path}' treats missing data ${meaning}` }] : [];
      }),
    ),
};

export const tooManyAlarms: Check = {
  id: 'BG013',
  level: 'warning',
  title: 'more than ten alarms',
  reason: "CodeDeploy's API takes ten alarms for a deployment group; only an account with a raised quota gets more.",
  wayOut: 'combine some by metric math',
  find: ({ releases }) =>
    releases
      .filter(({ engine, alarmCount }) => engine === 'codedeploy' && alarmCount > MAX_ALARMS)
      .map(({ resource, alarmCount }) => ({ resource, message: `CodeDeploy is given ${alarmCount} alarms` })),
};

export const nothingWatches: Check = {
  id: 'BG014',
  level: 'warning',
  title: 'no alarm and no analysis',
  reason:
    'Health checks and hooks see a candidate that does not answer. One that answers wrongly, or slowly, or only some users, goes to all of them.',
  wayOut: 'add alarms (rollbackOn) or an analysis',
  find: ({ releases }) =>
    releases
      .filter(({ alarmCount, analysis }) => alarmCount === 0 && !analysis)
      .map(({ resource }) => ({ resource, message: 'nothing looks at the candidate while it gets traffic' })),
};

export const alarmsRollBack: Check = {
  id: 'BG015',
  level: 'warning',
  title: 'an alarm stops the release, but does not send it back',
  reason:
    'A stopped release leaves production traffic where it was at that moment, on the candidate that has just been found bad.',
  wayOut: 'roll back on alarms: autoRollback { deploymentInAlarm: true }, or AlarmBehavior.ROLLBACK_ON_ALARM',
  find: ({ releases }) =>
    releases
      .filter(({ alarmCount, engine, resource }) => alarmCount > 0 && !ROLLS_BACK[engine](resource.properties))
      .map(({ resource }) => ({ resource, message: 'there are alarms, but no rollback when one of them fires' })),
};

const ROLLS_BACK = {
  codedeploy: (properties: object) =>
    at(properties, 'AutoRollbackConfiguration', 'Enabled') === true &&
    listAt(properties, 'AutoRollbackConfiguration', 'Events').includes('DEPLOYMENT_STOP_ON_ALARM'),
  ecs: (properties: object) => at(properties, 'DeploymentConfiguration', 'Alarms', 'Rollback') === true,
  machine: () => true,
};
