import { notify } from '../../../../rehearsal/services/codedeploy/notify';
import type { DeploymentRecord } from '../../../../rehearsal/services/codedeploy/records';
import { localEvents } from '../eventbridge/setting';

/** A deployment of a group that tells a topic of its start and its rollback. */
function deployment(topicArn: string | undefined, rollsBack?: DeploymentRecord): DeploymentRecord {
  const settings = {
    applicationName: 'Shop',
    deploymentGroupName: 'Orders',
    serviceRoleArn: 'arn:aws:iam::123456789012:role/CodeDeployRole',
    triggerConfigurations: [
      { triggerName: 't', triggerTargetArn: topicArn, triggerEvents: ['DeploymentStart', 'DeploymentRollback'] },
    ],
  };
  return { id: 'd-1', settings, rollsBack } as unknown as DeploymentRecord;
}

test.each<[string, 'START' | 'SUCCESS', boolean, string[]]>([
  ['an event that its trigger names', 'START', false, ['DeploymentStart']],
  ['the start of a rollback', 'START', true, ['DeploymentRollback']],
  ['no other event', 'SUCCESS', false, []],
])('a group tells its topic of %s', async (_what, state, isRollback, told) => {
  const { clock, cloud, sns, topics } = await localEvents();
  const { TopicArn } = await topics.CreateTopic({ Name: 'releases' });

  notify(cloud, deployment(TopicArn, isRollback ? deployment(TopicArn) : undefined), state);
  await clock.advance(1);

  const messages = sns.messages.map((one) => JSON.parse(one.message));
  expect(messages.map((one) => one.eventTriggerName)).toEqual(told);
  expect(messages.every((one) => one.deploymentId === 'd-1')).toBe(true);
});
