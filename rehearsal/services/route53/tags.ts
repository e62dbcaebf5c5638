import type * as sdk from '@aws-sdk/client-route-53';
import { bareId } from './names';

/** The tags of zones and health checks. */
export class Tags {
  private readonly all = new Map<string, Map<string, string>>();

  public of(type: string, id: string): Map<string, string> {
    const key = `${type}/${bareId(id)}`;
    const tags = this.all.get(key) ?? new Map<string, string>();
    this.all.set(key, tags);
    return tags;
  }

  public forget(type: string, id: string): void {
    this.all.delete(`${type}/${bareId(id)}`);
  }
}

/** @param check throws AWS's error when the resource does not exist */
export function tagOperations(tags: Tags, check: (type: string, id: string) => void) {
  return {
    ChangeTagsForResource: (input: sdk.ChangeTagsForResourceRequest) => {
      const { ResourceType: type = '', ResourceId: id = '', AddTags, RemoveTagKeys } = input;
      check(type, id);
      const found = tags.of(type, id);
      for (const { Key = '', Value = '' } of AddTags ?? []) found.set(Key, Value);
      for (const key of RemoveTagKeys ?? []) found.delete(key);
      return {};
    },
    ListTagsForResource: ({ ResourceType, ResourceId = '' }: sdk.ListTagsForResourceRequest) => {
      const type = ResourceType ?? 'hostedzone';
      check(type, ResourceId);
      const Tags = [...tags.of(type, ResourceId)].map(([Key, Value]) => ({ Key, Value }));
      return { ResourceTagSet: { ResourceType: type, ResourceId: bareId(ResourceId), Tags } };
    },
  };
}
