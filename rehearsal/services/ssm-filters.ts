import type { ParameterStringFilter } from '@aws-sdk/client-ssm';
import { AwsError } from '../aws-error';
import type { ParameterState } from './ssm-parameter';

/** Is a parameter under a path: directly, or at any depth? */
export function isUnder(name: string, path: string, recursive = false): boolean {
  const prefix = path.endsWith('/') ? path : `${path}/`;
  return name.startsWith(prefix) && (recursive || !name.slice(prefix.length).includes('/'));
}

/** Does a parameter pass one filter of DescribeParameters? */
export function passes(
  parameter: ParameterState,
  { Key = '', Option = 'Equals', Values = [] }: ParameterStringFilter,
): boolean {
  if (Key === 'Path') return Values.some((path) => isUnder(parameter.name, path, Option === 'Recursive'));
  const texts = textsOf(parameter, Key);
  if (Key.startsWith('tag:') && Values.length === 0) return texts.length > 0;
  return texts.some((text) => Values.some((value) => compare(text, Option, value)));
}

function textsOf({ name, tags, tier, versions }: ParameterState, key: string): string[] {
  if (key === 'Name') return [name];
  if (key === 'Type') return [versions.at(-1)?.type ?? ''];
  if (key === 'Tier') return [tier ?? ''];
  if (key.startsWith('tag:')) return tags.flatMap(({ Key, Value }) => (Key === key.slice(4) ? [Value ?? ''] : []));
  throw new AwsError('InvalidFilterKey', `the local AWS cannot filter parameters by '${key}'`);
}

function compare(text: string, option: string, value: string): boolean {
  if (option === 'BeginsWith') return text.startsWith(value);
  if (option === 'Contains') return text.includes(value);
  if (option === 'Equals') return text === value;
  throw new AwsError('InvalidFilterOption', `the local AWS cannot filter parameters with '${option}'`);
}
