import { randomUUID } from 'node:crypto';
import type {
  CreateSecretRequest,
  DeleteSecretRequest,
  DescribeSecretRequest,
  GetRandomPasswordRequest,
  GetSecretValueRequest,
  ListSecretsRequest,
  PutSecretValueRequest,
  Tag,
  UpdateSecretRequest,
} from '@aws-sdk/client-secrets-manager';
import { AwsError } from '../aws-error';
import type { Cloud } from '../cloud';
import type { Service } from '../service';
import { randomPassword, randomSuffix } from './random-password';

/** One value that a secret has or had. */
interface SecretVersion {
  readonly id: string;
  readonly value: Pick<PutSecretValueRequest, 'SecretString' | 'SecretBinary'>;
  stages: string[];
  readonly createdAt: number;
}

/** A secret with its values, newest last. */
export interface SecretState {
  readonly name: string;
  readonly arn: string;
  description?: string;
  tags: Tag[];
  versions: SecretVersion[];
  readonly createdAt: number;
  changedAt: number;
  /** Rehearsal time at which it is to be deleted; a secret with a date can be restored, and not be read. */
  deletionAt?: number;
}

const CURRENT = 'AWSCURRENT';
const PREVIOUS = 'AWSPREVIOUS';

/** Secrets Manager, without rotation and replication. */
export class SecretsManager implements Service {
  public readonly prefix = 'secretsmanager';
  /** By name. */
  public readonly secrets = new Map<string, SecretState>();
  public readonly operations = {
    CreateSecret: (input: CreateSecretRequest) => this.create(input),
    GetSecretValue: (input: GetSecretValueRequest) => this.getValue(input),
    PutSecretValue: (input: PutSecretValueRequest) => this.putValue(input),
    UpdateSecret: (input: UpdateSecretRequest) => this.update(input),
    DescribeSecret: (input: DescribeSecretRequest) => this.describe(this.find(input.SecretId)),
    ListSecrets: (_input: ListSecretsRequest) => ({
      SecretList: [...this.secrets.values()]
        .filter((secret) => !secret.deletionAt)
        .map((secret) => this.describe(secret)),
    }),
    DeleteSecret: (input: DeleteSecretRequest) => this.delete(input),
    RestoreSecret: ({ SecretId }: { SecretId?: string }) => this.restore(this.find(SecretId)),
    TagResource: ({ SecretId, Tags }: { SecretId?: string; Tags?: Tag[] }) => this.tag(this.find(SecretId), Tags ?? []),
    UntagResource: ({ SecretId, TagKeys }: { SecretId?: string; TagKeys?: string[] }) => {
      const secret = this.find(SecretId);
      secret.tags = secret.tags.filter(({ Key }) => !TagKeys?.includes(Key ?? ''));
      return {};
    },
    GetRandomPassword: (input: GetRandomPasswordRequest) => ({ RandomPassword: randomPassword(input) }),
  };

  constructor(private readonly cloud: Cloud) {}

  /** The ARN that a call is about, by the secret's name, partial or full ARN: policies know full ARNs only. */
  public resourcesOf(_operation: string, input: unknown): string[] | undefined {
    const { SecretId, Name } = (input ?? {}) as { SecretId?: string; Name?: string };
    const found = SecretId ? this.tryFind(SecretId) : undefined;
    if (found) return [found.arn];
    const name = SecretId ?? Name;
    if (!name) return undefined;
    return [name.startsWith('arn:') ? name : this.cloud.arn('secretsmanager', `secret:${name}`)];
  }

  private create(input: CreateSecretRequest) {
    const name = input.Name;
    if (!name || !/^[\w/+=.@-]{1,512}$/.test(name)) {
      throw new AwsError(
        'ValidationException',
        'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
      );
    }
    const existing = this.secrets.get(name);
    if (existing?.deletionAt) {
      throw new AwsError(
        'InvalidRequestException',
        "You can't create this secret because a secret with this name is already scheduled for deletion.",
      );
    }
    if (existing) {
      throw new AwsError('ResourceExistsException', `The operation failed because the secret ${name} already exists.`);
    }
    const secret: SecretState = {
      name,
      arn: this.cloud.arn('secretsmanager', `secret:${name}-${randomSuffix(6)}`),
      description: input.Description,
      tags: input.Tags ?? [],
      versions: [],
      createdAt: this.cloud.clock.now(),
      changedAt: this.cloud.clock.now(),
    };
    this.secrets.set(name, secret);
    const hasValue = input.SecretString !== undefined || input.SecretBinary !== undefined;
    const version = hasValue ? this.addVersion(secret, input, [CURRENT], input.ClientRequestToken) : undefined;
    return { ARN: secret.arn, Name: name, VersionId: version?.id };
  }

  private getValue({ SecretId, VersionId, VersionStage }: GetSecretValueRequest) {
    const secret = this.find(SecretId, { alive: true });
    const stage = VersionStage ?? (VersionId ? undefined : CURRENT);
    const version = secret.versions.find(
      ({ id, stages }) => (!VersionId || id === VersionId) && (!stage || stages.includes(stage)),
    );
    if (!version) {
      const what = VersionId ? `VersionId: ${VersionId}` : `staging label: ${stage}`;
      throw new AwsError(
        'ResourceNotFoundException',
        `Secrets Manager can't find the specified secret value for ${what}`,
      );
    }
    const { id, stages, value, createdAt } = version;
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: id,
      VersionStages: stages,
      CreatedDate: new Date(createdAt),
      ...value,
    };
  }

  private putValue(input: PutSecretValueRequest) {
    const secret = this.find(input.SecretId, { alive: true });
    if (input.SecretString === undefined && input.SecretBinary === undefined) {
      throw new AwsError('InvalidRequestException', 'You must provide either SecretString or SecretBinary.');
    }
    const { id, stages } = this.addVersion(secret, input, input.VersionStages ?? [CURRENT], input.ClientRequestToken);
    return { ARN: secret.arn, Name: secret.name, VersionId: id, VersionStages: stages };
  }

  private update(input: UpdateSecretRequest) {
    const secret = this.find(input.SecretId, { alive: true });
    if (input.Description !== undefined) secret.description = input.Description;
    const hasValue = input.SecretString !== undefined || input.SecretBinary !== undefined;
    const version = hasValue ? this.addVersion(secret, input, [CURRENT], input.ClientRequestToken) : undefined;
    return { ARN: secret.arn, Name: secret.name, VersionId: version?.id };
  }

  /** Adds a value; the labels move to it, and what was current becomes the previous one. */
  private addVersion(secret: SecretState, input: SecretVersion['value'], stages: string[], id: string = randomUUID()) {
    const { SecretString, SecretBinary } = input;
    const value = SecretString === undefined ? { SecretBinary } : { SecretString };
    const current = secret.versions.find((version) => version.stages.includes(CURRENT));
    const moved = stages.includes(CURRENT) && current ? [...stages, PREVIOUS] : stages;
    for (const version of secret.versions) version.stages = version.stages.filter((stage) => !moved.includes(stage));
    if (moved !== stages) current?.stages.push(PREVIOUS);
    const version = { id, value, stages: [...stages], createdAt: this.cloud.clock.now() };
    secret.versions.push(version);
    secret.changedAt = version.createdAt;
    return version;
  }

  private describe(secret: SecretState) {
    const labelled = secret.versions.filter(({ stages }) => stages.length > 0);
    return {
      ARN: secret.arn,
      Name: secret.name,
      Description: secret.description,
      CreatedDate: new Date(secret.createdAt),
      LastChangedDate: new Date(secret.changedAt),
      DeletedDate: secret.deletionAt === undefined ? undefined : new Date(secret.deletionAt),
      Tags: secret.tags,
      VersionIdsToStages: Object.fromEntries(labelled.map(({ id, stages }) => [id, stages])),
    };
  }

  /** A secret in its recovery window stays until the rehearsal ends: nobody waits for 30 days here. */
  private delete({ SecretId, ForceDeleteWithoutRecovery, RecoveryWindowInDays = 30 }: DeleteSecretRequest) {
    const secret = this.find(SecretId, { alive: true });
    const now = this.cloud.clock.now();
    const deletionAt = ForceDeleteWithoutRecovery ? now : now + RecoveryWindowInDays * 24 * 3600 * 1000;
    if (ForceDeleteWithoutRecovery) this.secrets.delete(secret.name);
    else secret.deletionAt = deletionAt;
    return { ARN: secret.arn, Name: secret.name, DeletionDate: new Date(deletionAt) };
  }

  private restore(secret: SecretState) {
    secret.deletionAt = undefined;
    return { ARN: secret.arn, Name: secret.name };
  }

  private tag(secret: SecretState, tags: Tag[]) {
    const keys = tags.map(({ Key }) => Key);
    secret.tags = [...secret.tags.filter(({ Key }) => !keys.includes(Key)), ...tags];
    return {};
  }

  private find(secretId: string | undefined, options: { readonly alive?: boolean } = {}): SecretState {
    const secret = this.tryFind(secretId);
    if (!secret) throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    if (options.alive && secret.deletionAt !== undefined) {
      throw new AwsError(
        'InvalidRequestException',
        "You can't perform this operation on the secret because it was marked for deletion.",
      );
    }
    return secret;
  }

  /** By name, ARN, or ARN without its random end. */
  private tryFind(secretId = ''): SecretState | undefined {
    const byArn = ({ arn }: SecretState) => arn === secretId || arn.slice(0, -7) === secretId;
    return this.secrets.get(secretId) ?? [...this.secrets.values()].find(byArn);
  }
}
