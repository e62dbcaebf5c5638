import type * as sdk from '@aws-sdk/client-ec2';
import { type Existing, type ProviderContext, type Providers, provider } from '../provider';

interface LaunchTemplate {
  readonly LaunchTemplateName?: string;
  readonly LaunchTemplateData: sdk.RequestLaunchTemplateData;
  readonly TagSpecifications?: sdk.TagSpecification[];
  readonly VersionDescription?: string;
}

/** AWS::EC2, as far as it has behaviour; the network around it is in `known-inert.ts`. */
export const ec2Providers: Providers = {
  'AWS::EC2::LaunchTemplate': provider<LaunchTemplate>({
    replaceOn: ['LaunchTemplateName'],
    create: async (properties, context) => {
      const made = await context.call<sdk.CreateLaunchTemplateRequest, sdk.CreateLaunchTemplateResult>(
        'ec2',
        'CreateLaunchTemplate',
        { ...properties, LaunchTemplateName: properties.LaunchTemplateName ?? context.physicalName() },
      );
      return described(made.LaunchTemplate?.LaunchTemplateId ?? '', context);
    },
    /** A change makes a new version; the default version stays what it is. */
    update: async ({ LaunchTemplateData, VersionDescription }, _old, { physicalId: LaunchTemplateId }, context) => {
      const input = { LaunchTemplateId, LaunchTemplateData, VersionDescription };
      await context.call('ec2', 'CreateLaunchTemplateVersion', input);
      return described(LaunchTemplateId, context);
    },
    delete: async ({ physicalId: LaunchTemplateId }, _properties, context) => {
      await context.call('ec2', 'DeleteLaunchTemplate', { LaunchTemplateId });
    },
  }),
};

async function described(id: string, context: ProviderContext): Promise<Existing> {
  const { LaunchTemplates = [] } = await context.call<
    sdk.DescribeLaunchTemplatesRequest,
    sdk.DescribeLaunchTemplatesResult
  >('ec2', 'DescribeLaunchTemplates', { LaunchTemplateIds: [id] });
  const [{ DefaultVersionNumber = 1, LatestVersionNumber = 1 } = {}] = LaunchTemplates;
  const attributes = {
    LaunchTemplateId: id,
    DefaultVersionNumber: String(DefaultVersionNumber),
    LatestVersionNumber: String(LatestVersionNumber),
  };
  return { physicalId: id, attributes };
}
