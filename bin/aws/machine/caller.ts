import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';

/** ARN of who calls, for the record; empty when STS does not say, because nobody should be kept from going back by that. */
export async function callerOf(sts: STSClient): Promise<string> {
  try {
    return (await sts.send(new GetCallerIdentityCommand({}))).Arn ?? '';
  } catch {
    return '';
  }
}
