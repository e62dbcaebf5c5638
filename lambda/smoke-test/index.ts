import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { AWS_CLIENT_OPTIONS } from '../shared/aws-client-options';
import { hookHandler } from '../shared/hook-handler';
import { findPrivateAddresses } from '../shared/private-addresses';
import { secretsManager } from './secrets';
import { smokeTest } from './smoke-test';

const getSecret = secretsManager(new SecretsManagerClient(AWS_CLIENT_OPTIONS));

/** What CodeDeploy or the release machine invokes once test traffic reaches the candidate. */
export const handler = hookHandler('smoke-test', (run) =>
  smokeTest(
    { ...process.env, ...(run.testUrl && { TEST_URL: run.testUrl }) },
    { getSecret, findPrivateAddresses },
    run,
  ),
);
