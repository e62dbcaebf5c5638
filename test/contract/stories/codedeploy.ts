import {
  CodeDeployClient,
  CreateApplicationCommand,
  CreateDeploymentCommand,
  CreateDeploymentGroupCommand,
  GetApplicationCommand,
  GetDeploymentCommand,
  GetDeploymentGroupCommand,
  ListApplicationsCommand,
  ListDeploymentGroupsCommand,
} from '@aws-sdk/client-codedeploy';
import { type At, failure } from '../both';
import type { Except } from '../differences';

const applicationName = 'orders';
const deploymentGroupName = 'production';

export async function story(at: At) {
  const codeDeploy = at(CodeDeployClient);
  const createApplication = () =>
    codeDeploy.send(new CreateApplicationCommand({ applicationName, computePlatform: 'ECS' }));
  return {
    created: Object.keys(await createApplication()),
    again: await failure(createApplication()),
    application: await codeDeploy
      .send(new GetApplicationCommand({ applicationName }))
      .then(({ application }) => ({ name: application?.applicationName, platform: application?.computePlatform })),
    noApplication: await failure(codeDeploy.send(new GetApplicationCommand({ applicationName: 'none' }))),
    applications: (await codeDeploy.send(new ListApplicationsCommand({}))).applications,
    noGroup: await failure(codeDeploy.send(new GetDeploymentGroupCommand({ applicationName, deploymentGroupName }))),
    groupOfNothing: await failure(
      codeDeploy.send(
        new CreateDeploymentGroupCommand({
          applicationName: 'none',
          deploymentGroupName,
          serviceRoleArn: 'arn:aws:iam::123456789012:role/d',
        }),
      ),
    ),
    groups: (await codeDeploy.send(new ListDeploymentGroupsCommand({ applicationName }))).deploymentGroups,
    deploymentOfNothing: await failure(
      codeDeploy.send(new CreateDeploymentCommand({ applicationName: 'none', deploymentGroupName })),
    ),
    noDeployment: await failure(codeDeploy.send(new GetDeploymentCommand({ deploymentId: 'd-ABCDEFGHI' }))),
  };
}

export const except: Except = {};
