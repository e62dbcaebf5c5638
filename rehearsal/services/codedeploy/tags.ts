import type { ListTagsForResourceInput, Tag, TagResourceInput, UntagResourceInput } from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../aws-error';
import type { Applications } from './applications';

/** Tags of applications and deployment groups. */
export class Tags {
  constructor(private readonly applications: Applications) {}

  public list(input: ListTagsForResourceInput) {
    return { Tags: [...this.find(input.ResourceArn)] };
  }

  public tag(input: TagResourceInput) {
    const tags = this.find(input.ResourceArn);
    for (const tag of input.Tags ?? []) {
      remove(tags, tag.Key);
      tags.push(tag);
    }
    return {};
  }

  public untag(input: UntagResourceInput) {
    const tags = this.find(input.ResourceArn);
    for (const key of input.TagKeys ?? []) remove(tags, key);
    return {};
  }

  /** `...:application:<name>` or `...:deploymentgroup:<application>/<group>` */
  private find(arn = ''): Tag[] {
    const [, , , , , kind, name = ''] = arn.split(':');
    const [application = '', group = ''] = name.split('/');
    const found = this.applications.all.find(({ info }) => info.applicationName === application);
    const tags = kind === 'deploymentgroup' ? found?.groups.get(group)?.tags : found?.tags;
    if (!tags) throw new AwsError('ArnNotSupportedException', `There is no application or deployment group ${arn}`);
    return tags;
  }
}

function remove(tags: Tag[], key: string | undefined): void {
  const place = tags.findIndex((tag) => tag.Key === key);
  if (place >= 0) tags.splice(place, 1);
}
