import {
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  GetChangeCommand,
  GetHostedZoneCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { clientOf, closeEndpoints, startEndpoint } from '../../endpoint/fixture';
import { create, localRoute53, weighted } from './setting';

afterEach(closeEndpoints);

test('speaks to the SDK: ids with their paths, weights, dates, and errors', async () => {
  const { cloud, clock } = await localRoute53();
  const client = clientOf(Route53Client, await startEndpoint(cloud));
  const made = await client.send(new CreateHostedZoneCommand({ Name: 'example.net', CallerReference: 'two' }));
  const HostedZoneId = made.HostedZone?.Id;
  const change = () =>
    client.send(
      new ChangeResourceRecordSetsCommand({
        HostedZoneId,
        ChangeBatch: { Changes: [create(weighted('blue', 255, { Name: 'app.example.net' }))] },
      }),
    );

  const changed = await change();

  expect(HostedZoneId).toMatch(/^\/hostedzone\/Z/);
  expect(changed.ChangeInfo?.SubmittedAt?.getTime()).toBe(clock.now());
  expect((await client.send(new GetChangeCommand({ Id: changed.ChangeInfo?.Id }))).ChangeInfo?.Status).toBe('PENDING');
  const listed = await client.send(new ListResourceRecordSetsCommand({ HostedZoneId }));
  expect(listed.ResourceRecordSets?.at(-1)).toMatchObject({ Name: 'app.example.net.', Weight: 255, TTL: 60 });
  await clock.advance(1_000);
  await expect(change()).rejects.toMatchObject({
    name: 'InvalidChangeBatch',
    message: expect.stringContaining('but it already exists'),
    $metadata: { httpStatusCode: 400 },
  });
  await expect(client.send(new GetHostedZoneCommand({ Id: 'Z1' }))).rejects.toMatchObject({
    name: 'NoSuchHostedZone',
    $metadata: { httpStatusCode: 404 },
  });
});
