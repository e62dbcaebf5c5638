import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { type At, failure } from '../both';
import type { Except } from '../differences';

export async function story(at: At) {
  const sts = at(STSClient);
  const RoleArn = 'arn:aws:iam::123456789012:role/deploy';
  const assumed = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me' }));
  return {
    account: (await sts.send(new GetCallerIdentityCommand({}))).Account,
    assumedArn: assumed.AssumedRoleUser?.Arn,
    keyKind: assumed.Credentials?.AccessKeyId?.slice(0, 4),
    badRole: await failure(sts.send(new AssumeRoleCommand({ RoleArn: 'role', RoleSessionName: 'me' }))),
  };
}

export const except: Except = {
  badRole: 'moto does not look at the ARN',
};
