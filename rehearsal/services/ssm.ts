import type {
  AddTagsToResourceRequest,
  DeleteParameterRequest,
  DeleteParametersRequest,
  DescribeParametersRequest,
  GetParameterHistoryRequest,
  GetParameterRequest,
  GetParametersByPathRequest,
  GetParametersRequest,
  ListTagsForResourceRequest,
  Parameter,
  ParameterStringFilter,
  PutParameterRequest,
  RemoveTagsFromResourceRequest,
} from '@aws-sdk/client-ssm';
import { AwsError } from '../aws-error';
import type { Cloud } from '../cloud';
import type { Service } from '../service';
import { Automations } from './automation/automations';
import { Documents } from './automation/documents';
import { type OpsItems, opsItemOperations } from './ops-items';
import { page } from './page';
import { isUnder, passes } from './ssm-filters';
import { describeVersion, type ParameterState } from './ssm-parameter';
import { publicParameter } from './ssm-public';

/** Parameters that are there from the start: where the CDK CLI looks whether the account is bootstrapped. */
const PRESET: Readonly<Record<string, string>> = { '/cdk-bootstrap/hnb659fds/version': '33' };

/** AWS keeps a hundred values of a parameter. */
const VERSIONS_KEPT = 100;

/** Systems Manager's parameters, OpsItems, and runbooks. */
export class Ssm implements Service {
  public readonly prefix = 'ssm';
  /** By name. */
  public readonly parameters = new Map<string, ParameterState>();
  /** By id, in the order in which they were made. */
  public readonly opsItems: OpsItems = new Map();
  public readonly operations;

  constructor(private readonly cloud: Cloud) {
    const documents = new Documents(cloud);
    this.operations = {
      ...this.parameterOperations,
      ...opsItemOperations(this.opsItems, cloud),
      ...documents.operations,
      ...new Automations(cloud, documents).operations,
    };
    for (const [Name, Value] of Object.entries(PRESET)) this.put({ Name, Value, Type: 'String' });
  }

  private readonly parameterOperations = {
    PutParameter: (input: PutParameterRequest) => this.put(input),
    GetParameter: (input: GetParameterRequest) => ({ Parameter: this.get(input.Name, input.WithDecryption) }),
    GetParameters: (input: GetParametersRequest) => this.getMany(input),
    GetParametersByPath: (input: GetParametersByPathRequest) => this.getByPath(input),
    GetParameterHistory: (input: GetParameterHistoryRequest) => this.history(input),
    DescribeParameters: (input: DescribeParametersRequest) => this.describe(input),
    DeleteParameter: (input: DeleteParameterRequest) => {
      this.parameters.delete(this.find(input.Name).name);
      return {};
    },
    DeleteParameters: (input: DeleteParametersRequest) => this.deleteMany(input.Names ?? []),
    AddTagsToResource: (input: AddTagsToResourceRequest) => this.tag(input),
    RemoveTagsFromResource: (input: RemoveTagsFromResourceRequest) => {
      const parameter = this.findTagged(input.ResourceId);
      parameter.tags = parameter.tags.filter(({ Key }) => !input.TagKeys?.includes(Key ?? ''));
      return {};
    },
    ListTagsForResource: (input: ListTagsForResourceRequest) => ({ TagList: this.findTagged(input.ResourceId).tags }),
  };

  private put({ Name, Value, Type, Overwrite, Description, Tier, Tags }: PutParameterRequest) {
    if (!Name || !/^[\w.\-/]{1,1011}$/.test(Name))
      throw invalid(`Parameter name '${Name ?? ''}' must consist of letters, digits and ._-/`);
    if (Name.includes('/') && !Name.startsWith('/')) throw invalid('Parameter name must be a fully qualified name.');
    const known = this.parameters.get(Name);
    if (known && !Overwrite) {
      throw new AwsError(
        'ParameterAlreadyExists',
        'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
      );
    }
    if (!Value)
      throw invalid(
        "1 validation error detected: Value at 'value' failed to satisfy constraint: Member must not be null or empty.",
      );
    const type = Type ?? known?.versions.at(-1)?.type;
    if (!type) throw invalid('A parameter type is required when you create a parameter.');
    const tier = Tier ?? known?.tier ?? 'Standard';
    const limit = tier === 'Advanced' ? 8192 : 4096;
    if (tier !== 'Intelligent-Tiering' && Buffer.byteLength(Value) > limit) {
      throw invalid(
        `${tier} tier parameters support a maximum parameter value of ${limit} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html`,
      );
    }
    const parameter: ParameterState = known ?? {
      name: Name,
      arn: this.arnOf(Name),
      tier,
      tags: Tags ?? [],
      versions: [],
    };
    parameter.description = Description ?? parameter.description;
    parameter.tier = tier;
    const version = (parameter.versions.at(-1)?.version ?? 0) + 1;
    parameter.versions.push({ version, type, value: Value, modifiedAt: this.cloud.clock.now() });
    if (parameter.versions.length > VERSIONS_KEPT) parameter.versions.shift();
    this.parameters.set(Name, parameter);
    return { Version: version, Tier: tier };
  }

  /** @param selector name or ARN, with a version after a colon if one is meant */
  private get(selector = '', decrypt = false): Parameter {
    const [, reference, number] = /^(.*?)(?::(\d+))?$/s.exec(selector) ?? [];
    const parameter = this.find(reference);
    const chosen = number
      ? parameter.versions.find(({ version }) => version === Number(number))
      : parameter.versions.at(-1);
    if (!chosen) {
      throw new AwsError(
        'ParameterVersionNotFound',
        `Systems Manager could not find version ${number} of ${parameter.name}. Verify the version and try again.`,
      );
    }
    return { ...describeVersion(parameter, chosen, decrypt), ...(number && { Selector: `:${number}` }) };
  }

  private getMany({ Names = [], WithDecryption }: GetParametersRequest) {
    if (Names.length > 10)
      throw invalid(
        "1 validation error detected: Value at 'names' failed to satisfy constraint: Member must have length less than or equal to 10",
      );
    const Parameters: Parameter[] = [];
    const InvalidParameters: string[] = [];
    for (const name of new Set(Names)) {
      if (this.tryFind(name.replace(/:\d+$/, ''))) Parameters.push(this.get(name, WithDecryption));
      else InvalidParameters.push(name);
    }
    return { Parameters, InvalidParameters };
  }

  private getByPath({ Path = '/', Recursive, WithDecryption, MaxResults = 10, NextToken }: GetParametersByPathRequest) {
    if (!Path.startsWith('/')) throw invalid('The parameter path must begin with a slash.');
    const found = this.sorted().filter(({ name }) => isUnder(name, Path, Recursive));
    const { items, nextToken } = page(found, MaxResults, NextToken);
    return { Parameters: items.map(({ name }) => this.get(name, WithDecryption)), NextToken: nextToken };
  }

  private history({ Name, WithDecryption }: GetParameterHistoryRequest) {
    const parameter = this.find(Name);
    return {
      Parameters: parameter.versions.map((version) => ({
        ...describeVersion(parameter, version, WithDecryption),
        Description: parameter.description,
        Tier: parameter.tier,
        Labels: [],
      })),
    };
  }

  private describe({ ParameterFilters = [], Filters = [], MaxResults = 50, NextToken }: DescribeParametersRequest) {
    const old = Filters.map(({ Key, Values }) => ({ Key, Values, Option: Key === 'Name' ? 'BeginsWith' : 'Equals' }));
    const filters: ParameterStringFilter[] = [...ParameterFilters, ...old];
    const found = this.sorted().filter((parameter) => filters.every((filter) => passes(parameter, filter)));
    const { items, nextToken } = page(found, MaxResults, NextToken);
    const Parameters = items.map((parameter) => ({
      Name: parameter.name,
      ARN: parameter.arn,
      Type: parameter.versions.at(-1)?.type,
      LastModifiedDate: new Date(parameter.versions.at(-1)?.modifiedAt ?? 0),
      Description: parameter.description,
      Version: parameter.versions.at(-1)?.version,
      Tier: parameter.tier,
      Policies: [],
      DataType: 'text',
    }));
    return { Parameters, NextToken: nextToken };
  }

  private deleteMany(names: readonly string[]) {
    const DeletedParameters = names.filter((name) => this.parameters.delete(name));
    return { DeletedParameters, InvalidParameters: names.filter((name) => !DeletedParameters.includes(name)) };
  }

  private tag({ ResourceId, Tags = [] }: AddTagsToResourceRequest) {
    const parameter = this.findTagged(ResourceId);
    const keys = Tags.map(({ Key }) => Key);
    parameter.tags = [...parameter.tags.filter(({ Key }) => !keys.includes(Key)), ...Tags];
    return {};
  }

  private sorted(): ParameterState[] {
    return [...this.parameters.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  private find(reference = ''): ParameterState {
    const found = this.tryFind(reference) ?? publicParameter(reference);
    if (!found) throw new AwsError('ParameterNotFound', `Parameter ${reference} not found.`);
    return found;
  }

  private findTagged(id = ''): ParameterState {
    const found = this.tryFind(id);
    if (!found)
      throw new AwsError('InvalidResourceId', `The resource ID '${id}' is not valid; there is no such parameter`);
    return found;
  }

  private tryFind(reference: string): ParameterState | undefined {
    return this.parameters.get(reference) ?? [...this.parameters.values()].find(({ arn }) => arn === reference);
  }

  private arnOf(name: string): string {
    return this.cloud.arn('ssm', `parameter${name.startsWith('/') ? '' : '/'}${name}`);
  }
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
