import type { ECSClient, ListServiceDeploymentsCommand, ServiceDeploymentBrief } from '@aws-sdk/client-ecs';
import { findDeployment, isOfRollback } from '../../../lambda/watch-built-in/find';

const SENT = '2026-11-21T06:00:00Z';
const after = (seconds: number) => new Date(Date.parse(SENT) + seconds * 1000);

/** A deployment that was made, and started two seconds later, so many seconds after the event. */
function deployment(arn: string, seconds: number, status: ServiceDeploymentBrief['status'] = 'ROLLBACK_SUCCESSFUL') {
  return { serviceDeploymentArn: arn, createdAt: after(seconds - 2), startedAt: after(seconds), status };
}

/** An ECS that has these deployments. */
function ecsWith(...deployments: ServiceDeploymentBrief[]): ECSClient {
  const send = async ({ input }: ListServiceDeploymentsCommand) => ({
    serviceDeployments: deployments.filter(
      ({ status, createdAt = new Date(0) }) =>
        (!input.status || (status && input.status.includes(status))) &&
        (!input.createdAt?.after || createdAt >= input.createdAt.after),
    ),
  });
  return { send } as unknown as ECSClient;
}
const found = (ecs: ECSClient, startedAt: string | undefined = SENT) =>
  findDeployment(ecs, { cluster: 'c', service: 's' }, startedAt);

test('the newest that runs, whatever has ended at the time of the event', async () => {
  const ecs = ecsWith(
    deployment('ended', 0),
    deployment('older', 5, 'STOP_REQUESTED'),
    deployment('newer', 9, 'PENDING'),
  );

  expect(await found(ecs)).toEqual({ arn: 'newer' });
});

test('when none runs, the one that began with the event', async () => {
  const ecs = ecsWith(deployment('before', -300), deployment('begun', -1), deployment('after', 40));

  expect(await found(ecs)).toEqual({ arn: 'begun', sentAt: Date.parse(SENT) });
});

test.each<[string, ServiceDeploymentBrief[], string | undefined]>([
  ['began at another time', [deployment('before', -300), deployment('after', 300)], SENT],
  ['began at all', [{ ...deployment('never', 0), startedAt: undefined }], SENT],
  ['is there', [], SENT],
  ['can be told by the event, which has no time', [deployment('begun', 0)], ''],
])('none, when none %s', async (_, deployments, startedAt) => {
  expect(await found(ecsWith(...deployments), startedAt)).toBeUndefined();
});

test('an event is of the rollback when that is nearer to it than the begin', () => {
  const told = { startedAt: after(0), rollback: { startedAt: after(50) } };

  expect([after(1), after(49)].map((sent) => isOfRollback(told, sent.getTime()))).toEqual([false, true]);
  expect(isOfRollback({ startedAt: after(0) }, after(49).getTime())).toBe(false);
});
