import {
  AddTagsToResourceCommand,
  DeleteParameterCommand,
  DeleteParametersCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { type At, failure } from '../both';
import type { Except } from '../differences';

export async function story(at: At) {
  const ssm = at(SSMClient);
  const put = (Name: string, Value: string, more = {}) =>
    ssm.send(new PutParameterCommand({ Name, Value, Type: 'String', ...more }));
  const tagged = { ResourceType: 'Parameter', ResourceId: '/shop/a' } as const;
  return {
    put: await put('/shop/a', 'one', { Description: 'first' }),
    again: await failure(put('/shop/a', 'two')),
    overwritten: await put('/shop/a', 'two', { Overwrite: true }),
    nested: await put('/shop/deep/b', 'three'),
    secure: await put('/shop/key', 'secret', { Type: 'SecureString' }),
    badName: await failure(put('a/b', 'x')),
    read: await ssm.send(new GetParameterCommand({ Name: '/shop/a' })),
    firstVersion: await ssm.send(new GetParameterCommand({ Name: '/shop/a:1' })),
    noVersion: await failure(ssm.send(new GetParameterCommand({ Name: '/shop/a:9' }))),
    none: await failure(ssm.send(new GetParameterCommand({ Name: '/none' }))),
    decrypted: await ssm.send(new GetParameterCommand({ Name: '/shop/key', WithDecryption: true })),
    several: await ssm.send(new GetParametersCommand({ Names: ['/shop/a', '/none'] })),
    byPath: await ssm
      .send(new GetParametersByPathCommand({ Path: '/shop', Recursive: true, MaxResults: 2 }))
      .then(({ Parameters, NextToken }) => ({
        names: Parameters?.map(({ Name }) => Name).sort(),
        more: NextToken !== undefined,
      })),
    described: await ssm.send(
      new DescribeParametersCommand({ ParameterFilters: [{ Key: 'Name', Option: 'BeginsWith', Values: ['/shop/a'] }] }),
    ),
    history: await ssm.send(new GetParameterHistoryCommand({ Name: '/shop/a' })),
    tag: await ssm.send(new AddTagsToResourceCommand({ ...tagged, Tags: [{ Key: 'team', Value: 'shop' }] })),
    tags: await ssm.send(new ListTagsForResourceCommand(tagged)),
    deleted: await ssm.send(new DeleteParametersCommand({ Names: ['/shop/a', '/none'] })),
    deletedTwice: await failure(ssm.send(new DeleteParameterCommand({ Name: '/shop/a' }))),
  };
}

export const except: Except = {
  badName: 'moto takes every name',
  'firstVersion.Parameter.Selector': 'moto leaves it out',
  'described.Parameters.0.ARN': 'moto leaves it out',
  'described.Parameters.0.Policies': 'moto leaves it out',
  'described.Parameters.0.LastModifiedUser': 'ours does not keep who wrote a parameter',
  'history.Parameters.*.LastModifiedUser': 'ours does not keep who wrote a parameter',
};
