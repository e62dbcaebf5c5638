import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { AWS_CLIENT_OPTIONS } from '../shared/aws-client-options';
import { decodeJson, readName, readObject } from '../shared/checked-json';
import { jsonLog } from '../shared/log';
import { guard } from './guard';

const clients = {
  codeDeploy: new CodeDeployClient(AWS_CLIENT_OPTIONS),
  scaling: new ApplicationAutoScalingClient(AWS_CLIENT_OPTIONS),
};

/** What EventBridge calls when a release begins or ends, and every few minutes, in case one of these calls was lost. */
export const handler = async (): Promise<void> => {
  const settings = readObject(decodeJson(process.env.SETTINGS ?? '', 'SETTINGS'), 'SETTINGS');
  const read = (name: string) => readName(settings[name], `SETTINGS: ${name}`);
  const resourceId = read('resourceId');
  const decision = await guard(
    { application: read('application'), deploymentGroup: read('deploymentGroup'), resourceId },
    clients,
  );
  if (decision !== 'leave') jsonLog({ handler: 'scaling-guard' })({ event: `scale-in: ${decision}`, resourceId });
};
