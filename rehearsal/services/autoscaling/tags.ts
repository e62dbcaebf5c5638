import type { CreateOrUpdateTagsType, DeleteTagsType, DescribeTagsType } from '@aws-sdk/client-auto-scaling';
import { tagOf } from './groups';
import type { State } from './state';

/** The operations on the tags of groups. */
export class Tags {
  constructor(private readonly state: State) {}

  public put(input: CreateOrUpdateTagsType) {
    for (const tag of input.Tags ?? []) {
      const group = this.state.find(tag.ResourceId);
      group.tags.set(tag.Key ?? '', tagOf(group.name, tag));
    }
    return {};
  }

  public delete(input: DeleteTagsType) {
    for (const tag of input.Tags ?? []) this.state.find(tag.ResourceId).tags.delete(tag.Key ?? '');
    return {};
  }

  public describe(input: DescribeTagsType) {
    const all = this.state.all.flatMap(({ tags }) => [...tags.values()]);
    const passes = (tag: (typeof all)[number]) =>
      (input.Filters ?? []).every(({ Name = '', Values = [] }) => {
        const values: Record<string, string | undefined> = {
          'auto-scaling-group': tag.ResourceId,
          key: tag.Key,
          value: tag.Value,
          'propagate-at-launch': String(tag.PropagateAtLaunch),
        };
        return Values.includes(values[Name] ?? '');
      });
    return { Tags: all.filter(passes) };
  }
}
