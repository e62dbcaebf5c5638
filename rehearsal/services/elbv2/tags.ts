import type {
  AddTagsInput,
  AddTagsOutput,
  DescribeTagsInput,
  DescribeTagsOutput,
  RemoveTagsInput,
  RemoveTagsOutput,
  Tag,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Elbv2State } from './state';

/** The operations on tags. */
export function tagOperations(state: Elbv2State) {
  return {
    AddTags: (input: AddTagsInput): AddTagsOutput => {
      for (const arn of input.ResourceArns ?? []) checkExists(state, arn);
      for (const arn of input.ResourceArns ?? []) setTags(state, arn, input.Tags);
      return {};
    },
    RemoveTags: (input: RemoveTagsInput): RemoveTagsOutput => {
      for (const arn of input.ResourceArns ?? []) {
        checkExists(state, arn);
        for (const key of input.TagKeys ?? []) state.tags.get(arn)?.delete(key);
      }
      return {};
    },
    DescribeTags: (input: DescribeTagsInput): DescribeTagsOutput => ({
      TagDescriptions: (input.ResourceArns ?? []).map((arn) => {
        checkExists(state, arn);
        return { ResourceArn: arn, Tags: [...(state.tags.get(arn) ?? [])].map(([Key, Value]) => ({ Key, Value })) };
      }),
    }),
  };
}

/** Adds tags; those with the same key are replaced. */
export function setTags(state: Elbv2State, arn: string, tags: Tag[] | undefined): void {
  const kept = state.tags.get(arn) ?? new Map<string, string>();
  for (const { Key: key = '', Value: value = '' } of tags ?? []) kept.set(key, value);
  state.tags.set(arn, kept);
}

/** Fails with the not-found error of whatever kind the ARN is. */
function checkExists(state: Elbv2State, arn: string): void {
  if (state.rules.has(arn) || state.listeners.has(arn)) return;
  if (arn.includes(':targetgroup/')) state.targetGroup(arn);
  else if (arn.includes(':listener-rule/')) {
    const isDefault = [...state.listeners.values()].some((one) => one.defaultRuleArn === arn);
    if (!isDefault) state.rule(arn);
  } else if (arn.includes(':listener/')) state.listener(arn);
  else state.loadBalancer(arn);
}
