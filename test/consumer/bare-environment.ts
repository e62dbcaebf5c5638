import path from 'node:path';

/** The environment of a machine where nothing but Node is found: no bundler, no compiler, no Docker. */
export const BARE_ENVIRONMENT: NodeJS.ProcessEnv = {
  PATH: path.dirname(process.execPath),
  // jsii keeps the CDK there, unpacked, from one run to the next.
  HOME: process.env.HOME,
  CDK_DOCKER: '/there/is/no/docker',
  CDK_DISABLE_CLI_TELEMETRY: 'true',
};
