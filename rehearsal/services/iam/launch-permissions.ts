import type { Launch } from '../../service';
import type { Context } from './condition';
import type { AccessRequest } from './evaluate';
import type { Place } from './resources';
import type { Roles } from './roles';

/**
 * What somebody must be allowed to do to start instances from a launch template. What does not exist yet has `*` for its id.
 *
 * @param context what else is known of the call
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-launch-template-permissions.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
export function launchRequests(launch: Launch, context: Context, place: Place, roles: Roles): AccessRequest[] {
  const { templateId, data, subnets } = launch;
  const arn = (path: string) => `arn:aws:ec2:${place.region}:${place.account}:${path}`;
  const template = arn(`launch-template/${templateId}`);
  const starting = { ...context, 'ec2:launchtemplate': template, 'ec2:instancetype': data.InstanceType ?? '' };
  const resources = [
    ...['instance/*', 'volume/*', 'network-interface/*'].map(arn),
    ...subnets.map((id) => arn(`subnet/${id}`)),
    ...(data.SecurityGroupIds ?? []).map((id) => arn(`security-group/${id}`)),
    ...(data.ImageId?.startsWith('ami-') ? [`arn:aws:ec2:${place.region}::image/${data.ImageId}`] : []),
    template,
  ];
  return [
    ...resources.map((resource) => ({ action: 'ec2:RunInstances', resource, context: starting })),
    ...imageRequests(launch, context, place),
    ...tagRequests(launch, context, arn),
    ...passRequests(launch, context, roles),
  ];
}

/** EC2 reads the id of an image from a parameter, as whoever starts the instance; a version or a label may follow its name. */
function imageRequests({ data: { ImageId = '' } }: Launch, context: Context, place: Place): AccessRequest[] {
  const [, name] = /^resolve:ssm:\/?([^:]+)/.exec(ImageId) ?? [];
  if (name === undefined || name === 'arn') return [];
  const resource = `arn:aws:ssm:${place.region}:${place.account}:parameter/${name}`;
  return [{ action: 'ssm:GetParameters', resource, context }];
}

function tagRequests({ data }: Launch, context: Context, arn: (path: string) => string): AccessRequest[] {
  return (data.TagSpecifications ?? []).flatMap(({ ResourceType, Tags = [] }) => {
    if (ResourceType === undefined || Tags.length === 0) return [];
    const tags = Object.fromEntries(
      Tags.map(({ Key = '', Value = '' }) => [`aws:requesttag/${Key.toLowerCase()}`, Value]),
    );
    const keys = { 'ec2:createaction': 'RunInstances', 'aws:tagkeys': Tags.map(({ Key = '' }) => Key), ...tags };
    return [{ action: 'ec2:CreateTags', resource: arn(`${ResourceType}/*`), context: { ...context, ...keys } }];
  });
}

function passRequests({ data }: Launch, context: Context, roles: Roles): AccessRequest[] {
  const { Arn, Name } = data.IamInstanceProfile ?? {};
  const profile = roles.instanceProfiles.get(Name ?? Arn?.split('/').at(-1) ?? '');
  const role = profile?.roleName === undefined ? undefined : roles.roles.get(profile.roleName);
  if (!role) return [];
  return [
    {
      action: 'iam:PassRole',
      resource: role.arn,
      context: { ...context, 'iam:passedtoservice': 'ec2.amazonaws.com' },
    },
  ];
}
