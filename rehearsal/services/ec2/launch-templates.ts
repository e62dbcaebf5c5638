import type {
  CreateLaunchTemplateRequest,
  CreateLaunchTemplateVersionRequest,
  DeleteLaunchTemplateRequest,
  DescribeLaunchTemplatesRequest,
  DescribeLaunchTemplateVersionsRequest,
  LaunchTemplate,
  LaunchTemplateVersion,
  ModifyLaunchTemplateRequest,
  RequestLaunchTemplateData,
  ResponseLaunchTemplateData,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import type { Principal } from '../../principal';
import type { Call } from '../../service';
import { passesAll } from './filters';
import type { Identifiers } from './identifiers';

/** How calls name a launch template. */
export interface TemplateReference {
  readonly LaunchTemplateId?: string;
  readonly LaunchTemplateName?: string;
  /** A number, `$Latest` or `$Default`. @default $Default */
  readonly Version?: string;
}

interface TemplateRecord {
  readonly id: string;
  readonly name: string;
  readonly createTime: Date;
  readonly createdBy: string;
  readonly tags: LaunchTemplate['Tags'];
  readonly versions: LaunchTemplateVersion[];
  defaultVersion: number;
}

/** One version of a launch template, with the id and name of its template. */
export interface ResolvedVersion {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly data: ResponseLaunchTemplateData;
}

/** The launch templates of the account. */
export class LaunchTemplates {
  private readonly templates = new Map<string, TemplateRecord>();

  constructor(
    private readonly cloud: Cloud,
    private readonly identifiers: Identifiers,
  ) {}

  public create(input: CreateLaunchTemplateRequest, { principal }: Call) {
    const name = required(input.LaunchTemplateName, 'LaunchTemplateName');
    if (!/^[a-zA-Z0-9().\-/_]{3,128}$/.test(name)) {
      const text = `A launch template name must be between 3 and 128 characters, and may contain letters, numbers, and the following characters: - ( ) . / _. Got '${name}'.`;
      throw new AwsError('InvalidLaunchTemplateName.MalformedException', text);
    }
    if ([...this.templates.values()].some((one) => one.name === name))
      throw new AwsError('InvalidLaunchTemplateName.AlreadyExistsException', 'Launch template name already in use.');
    const record: TemplateRecord = {
      id: this.identifiers.id('lt'),
      name,
      createTime: new Date(this.cloud.clock.now()),
      createdBy: principal.arn,
      tags: input.TagSpecifications?.find((one) => one.ResourceType === 'launch-template')?.Tags ?? [],
      versions: [],
      defaultVersion: 1,
    };
    this.templates.set(record.id, record);
    this.addVersion(record, input.LaunchTemplateData ?? {}, principal, input.VersionDescription);
    return { LaunchTemplate: described(record) };
  }

  /** The default version stays what it is. With `SourceVersion` the data given is laid over that version's. */
  public createVersion(input: CreateLaunchTemplateVersionRequest, { principal }: Call) {
    const record = this.find(input);
    const source = input.SourceVersion ? this.versionOf(record, input.SourceVersion).LaunchTemplateData : {};
    const data = { ...source, ...input.LaunchTemplateData } as RequestLaunchTemplateData;
    return { LaunchTemplateVersion: this.addVersion(record, data, principal, input.VersionDescription) };
  }

  public modify(input: ModifyLaunchTemplateRequest) {
    const record = this.find(input);
    const version = required(input.DefaultVersion, 'SetDefaultVersion');
    record.defaultVersion = this.versionOf(record, version).VersionNumber ?? 1;
    return { LaunchTemplate: described(record) };
  }

  public describe(input: DescribeLaunchTemplatesRequest) {
    const { LaunchTemplateIds: ids, LaunchTemplateNames: names } = input;
    const wanted =
      ids?.length || names?.length
        ? [
            ...(ids ?? []).map((LaunchTemplateId) => this.find({ LaunchTemplateId })),
            ...(names ?? []).map((LaunchTemplateName) => this.find({ LaunchTemplateName })),
          ]
        : [...this.templates.values()];
    const values = (one: TemplateRecord) => ({ 'launch-template-name': one.name });
    return { LaunchTemplates: wanted.filter((one) => passesAll(values(one), input.Filters)).map(described) };
  }

  /** The newest version first, as AWS lists them. */
  public describeVersions(input: DescribeLaunchTemplateVersionsRequest) {
    const record = this.find(input);
    const from = Number(input.MinVersion ?? 0);
    const to = Number(input.MaxVersion ?? Number.POSITIVE_INFINITY);
    const wanted = input.Versions?.length
      ? input.Versions.map((version) => this.versionOf(record, version))
      : record.versions.filter(({ VersionNumber = 0 }) => VersionNumber >= from && VersionNumber <= to).toReversed();
    const describe = (one: LaunchTemplateVersion) => ({
      ...one,
      DefaultVersion: one.VersionNumber === record.defaultVersion,
    });
    return { LaunchTemplateVersions: wanted.map(describe) };
  }

  public delete(input: DeleteLaunchTemplateRequest) {
    const record = this.find(input);
    this.templates.delete(record.id);
    return { LaunchTemplate: described(record) };
  }

  /** @throws AwsError when there is no such template or version */
  public resolve(reference: TemplateReference): ResolvedVersion {
    const record = this.find(reference);
    const { VersionNumber: version = 1, LaunchTemplateData: data = {} } = this.versionOf(record, reference.Version);
    return { id: record.id, name: record.name, version, data };
  }

  private find({ LaunchTemplateId: id, LaunchTemplateName: name }: TemplateReference): TemplateRecord {
    const record = id ? this.templates.get(id) : [...this.templates.values()].find((one) => one.name === name);
    if (record) return record;
    if (id) {
      const text = `The specified launch template, with template ID ${id}, does not exist.`;
      throw new AwsError('InvalidLaunchTemplateId.NotFound', text);
    }
    const text = `The specified launch template, with template name ${name}, does not exist.`;
    throw new AwsError('InvalidLaunchTemplateName.NotFoundException', text);
  }

  private versionOf(record: TemplateRecord, version = '$Default'): LaunchTemplateVersion {
    const number =
      version === '$Latest' ? record.versions.length : version === '$Default' ? record.defaultVersion : Number(version);
    const found = record.versions.find((one) => one.VersionNumber === number);
    if (found) return found;
    const text = `Could not find the specified version ${version} for the launch template with ID ${record.id}.`;
    throw new AwsError('InvalidLaunchTemplateId.VersionNotFound', text);
  }

  private addVersion(
    record: TemplateRecord,
    data: RequestLaunchTemplateData,
    principal: Principal,
    description?: string,
  ): LaunchTemplateVersion {
    const version: LaunchTemplateVersion = {
      LaunchTemplateId: record.id,
      LaunchTemplateName: record.name,
      VersionNumber: record.versions.length + 1,
      VersionDescription: description,
      CreateTime: new Date(this.cloud.clock.now()),
      CreatedBy: principal.arn,
      LaunchTemplateData: data as ResponseLaunchTemplateData,
    };
    record.versions.push(version);
    return version;
  }
}

function described(record: TemplateRecord): LaunchTemplate {
  return {
    LaunchTemplateId: record.id,
    LaunchTemplateName: record.name,
    CreateTime: record.createTime,
    CreatedBy: record.createdBy,
    DefaultVersionNumber: record.defaultVersion,
    LatestVersionNumber: record.versions.length,
    Tags: record.tags,
  };
}

function required<T>(value: T | undefined, parameter: string): T {
  if (value !== undefined) return value;
  throw new AwsError('MissingParameter', `The request must contain the parameter ${parameter}`);
}
