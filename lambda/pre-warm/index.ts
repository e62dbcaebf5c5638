import { hookHandler } from '../shared/hook-handler';
import { findPrivateAddresses } from '../shared/private-addresses';
import { preWarm } from './pre-warm';

/** What CodeDeploy or the release machine invokes before production traffic moves. */
export const handler = hookHandler('pre-warm', (run) =>
  preWarm({ ...process.env, ...(run.testUrl && { TEST_URL: run.testUrl }) }, findPrivateAddresses, run),
);
