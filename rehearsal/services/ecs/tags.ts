import type { ListTagsForResourceRequest, Tag, TagResourceRequest, UntagResourceRequest } from '@aws-sdk/client-ecs';
import { AwsError } from '../../aws-error';

/** Tags of anything in ECS that has an ARN. */
export class Tags {
  /** @param tagsOf the tag list of the resource with an ARN, which is changed in place; undefined when there is none */
  constructor(private readonly tagsOf: (arn: string) => Tag[] | undefined) {}

  public list(input: ListTagsForResourceRequest) {
    return { tags: [...this.find(input.resourceArn)] };
  }

  public tag(input: TagResourceRequest) {
    const tags = this.find(input.resourceArn);
    for (const tag of input.tags ?? []) {
      remove(tags, tag.key);
      tags.push(tag);
    }
    return {};
  }

  public untag(input: UntagResourceRequest) {
    const tags = this.find(input.resourceArn);
    for (const key of input.tagKeys ?? []) remove(tags, key);
    return {};
  }

  private find(arn = ''): Tag[] {
    const tags = this.tagsOf(arn);
    if (!tags) throw new AwsError('ResourceNotFoundException', `The specified resource could not be found: ${arn}`);
    return tags;
  }
}

function remove(tags: Tag[], key: string | undefined): void {
  const place = tags.findIndex((tag) => tag.key === key);
  if (place >= 0) tags.splice(place, 1);
}
