import type * as sdk from '@aws-sdk/client-codedeploy';
import type { Properties, Providers } from '../provider';
import { camelCase } from './names';

/** Tags and tag filters have capital names in CodeDeploy's API too. */
const TAGS = new Set(['Tags', 'Ec2TagFilters', 'OnPremisesInstanceTagFilters', 'Ec2TagSet', 'OnPremisesTagSet']);

/** AWS::CodeDeploy */
export const codeDeployProviders: Providers = {
  'AWS::CodeDeploy::Application': {
    replaceOn: ['ApplicationName', 'ComputePlatform'],
    create: async (properties, context) => {
      const applicationName = String(properties.ApplicationName ?? context.physicalName(100));
      const input = { ...(camelCase(properties, TAGS) as sdk.CreateApplicationInput), applicationName };
      await context.call('codedeploy', 'CreateApplication', input);
      return { physicalId: applicationName, attributes: {} };
    },
    update: async () => undefined,
    delete: async ({ physicalId: applicationName }, _properties, context) => {
      await context.call('codedeploy', 'DeleteApplication', { applicationName });
    },
  },

  'AWS::CodeDeploy::DeploymentConfig': {
    create: async (properties, context) => {
      const deploymentConfigName = String(properties.DeploymentConfigName ?? context.physicalName(100));
      const input = { ...(camelCase(properties) as sdk.CreateDeploymentConfigInput), deploymentConfigName };
      await context.call('codedeploy', 'CreateDeploymentConfig', input);
      return { physicalId: deploymentConfigName, attributes: {} };
    },
    delete: async ({ physicalId: deploymentConfigName }, _properties, context) => {
      await context.call('codedeploy', 'DeleteDeploymentConfig', { deploymentConfigName });
    },
  },

  'AWS::CodeDeploy::DeploymentGroup': {
    replaceOn: ['ApplicationName'],
    create: async (properties, context) => {
      const deploymentGroupName = String(properties.DeploymentGroupName ?? context.physicalName(100));
      const input = { ...groupInput(properties), deploymentGroupName };
      await context.call('codedeploy', 'CreateDeploymentGroup', input);
      return { physicalId: deploymentGroupName, attributes: {} };
    },
    update: async (properties, _old, { physicalId }, context) => {
      const { deploymentGroupName, tags: _tags, ...input } = groupInput(properties);
      const names = { currentDeploymentGroupName: physicalId, newDeploymentGroupName: deploymentGroupName };
      await context.call('codedeploy', 'UpdateDeploymentGroup', { ...input, ...names });
      return { physicalId: deploymentGroupName ?? physicalId, attributes: {} };
    },
    delete: async ({ physicalId: deploymentGroupName }, { ApplicationName: applicationName }, context) => {
      await context.call('codedeploy', 'DeleteDeploymentGroup', { applicationName, deploymentGroupName });
    },
  },
};

function groupInput(properties: Properties): sdk.CreateDeploymentGroupInput {
  return camelCase(properties, TAGS) as sdk.CreateDeploymentGroupInput;
}
