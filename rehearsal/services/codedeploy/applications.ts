import { createHash, randomUUID } from 'node:crypto';
import type {
  CreateApplicationInput,
  DeleteApplicationInput,
  GetApplicationInput,
  GetApplicationRevisionInput,
  RegisterApplicationRevisionInput,
  RevisionLocation,
} from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import { checkName } from './group-validation';
import type { ApplicationRecord } from './records';

/** The applications and the revisions that they know. */
export class Applications {
  private readonly applications = new Map<string, ApplicationRecord>();

  constructor(private readonly cloud: Cloud) {}

  public create(input: CreateApplicationInput) {
    const name = checkName(input.applicationName, 'Application');
    if (this.applications.has(name))
      throw new AwsError('ApplicationAlreadyExistsException', `Application already exists: ${name}`);
    const { computePlatform = 'Server' } = input;
    if (computePlatform !== 'ECS' && computePlatform !== 'Server') {
      const text = `the local AWS knows applications for ECS and Server only, got '${computePlatform}'`;
      throw new AwsError('InvalidComputePlatformException', text);
    }
    const applicationId = randomUUID();
    const createTime = new Date(this.cloud.clock.now());
    this.applications.set(name, {
      info: { applicationId, applicationName: name, createTime, linkedToGitHub: false, computePlatform },
      groups: new Map(),
      revisions: new Map(),
      tags: input.tags ?? [],
    });
    return { applicationId };
  }

  public get(input: GetApplicationInput) {
    return { application: this.find(input.applicationName).info };
  }

  public list() {
    return { applications: [...this.applications.keys()] };
  }

  public delete(input: DeleteApplicationInput) {
    this.applications.delete(checkName(input.applicationName, 'Application'));
    return {};
  }

  public registerRevision(input: RegisterApplicationRevisionInput) {
    this.remember(this.find(input.applicationName), input.revision, input.description);
    return {};
  }

  public getRevision(input: GetApplicationRevisionInput) {
    const application = this.find(input.applicationName);
    const known = application.revisions.get(keyOf(input.revision));
    if (!known) throw new AwsError('RevisionDoesNotExistException', 'The specified revision does not exist.');
    return { applicationName: input.applicationName, revision: known.revision, revisionInfo: known.info };
  }

  /**
   * Keeps a revision, or finds the one that is known by its sha256 when it comes without its text.
   *
   * @returns the revision as it is kept
   */
  public remember(
    application: ApplicationRecord,
    revision: RevisionLocation | undefined,
    description?: string,
  ): RevisionLocation {
    if (!revision) throw new AwsError('RevisionRequiredException', 'The revision is required.');
    const known = application.revisions.get(keyOf(revision));
    const now = new Date(this.cloud.clock.now());
    if (known) {
      known.info.lastUsedTime = now;
      return known.revision;
    }
    const kept = withHash(revision);
    application.revisions.set(keyOf(kept), {
      revision: kept,
      info: { description, registerTime: now, firstUsedTime: now },
    });
    return kept;
  }

  /** @throws ApplicationDoesNotExistException */
  public find(name: string | undefined): ApplicationRecord {
    const application = this.applications.get(checkName(name, 'Application'));
    if (application) return application;
    throw new AwsError('ApplicationDoesNotExistException', `No application found for name: ${name}`);
  }

  /** Does an application deploy to servers? */
  public isServer(name: string | undefined): boolean {
    return this.applications.get(name ?? '')?.info.computePlatform === 'Server';
  }

  public get all(): ApplicationRecord[] {
    return [...this.applications.values()];
  }
}

function keyOf(revision: RevisionLocation | undefined): string {
  const { appSpecContent, s3Location } = revision ?? {};
  if (appSpecContent) return appSpecContent.sha256 ?? sha256(appSpecContent.content ?? '');
  return JSON.stringify(s3Location ?? revision ?? null);
}

/** @throws InvalidRevisionException when the hash that is given is not that of the text */
function withHash(revision: RevisionLocation): RevisionLocation {
  if (revision.revisionType !== 'AppSpecContent') return revision;
  const { content, sha256: given } = revision.appSpecContent ?? {};
  if (content === undefined) {
    const what = given ? 'RevisionDoesNotExistException' : 'InvalidRevisionException';
    throw new AwsError(what, 'The AppSpec content of the revision is not known.');
  }
  if (given && given !== sha256(content))
    throw new AwsError('InvalidRevisionException', 'The sha256 of the revision is not that of its AppSpec content.');
  return { ...revision, appSpecContent: { content, sha256: sha256(content) } };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
