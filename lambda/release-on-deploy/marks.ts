import { createHash } from 'node:crypto';
import { MARK } from '../shared/release/description';

/** What of a request is written on the release that it starts, so that it can be recognised. A deployment group or a machine belongs to one construct. */
export interface Mark {
  readonly version: string;
  readonly request: string;
}

/** What a deployment has in its description. */
export interface DeploymentMark extends Mark {
  /** The revision of the task definition that was live when it began. */
  readonly before?: string;
}

/** Both short: they only tell the versions and the last requests of one construct apart. */
export function markOf({ requestId }: { readonly requestId: string }, version: string): Mark {
  return {
    version: createHash('sha256').update(version).digest('hex').slice(0, 8),
    request: requestId.replace(/\W/g, '').slice(0, 8).padEnd(8, '0'),
  };
}

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html has had this figure; the API's model has none. */
const MAX_DESCRIPTION = 100;

/** The description of a deployment: what people read, as much as there is room for, and the mark. */
export function renderDescription(why: string, { version, request, before = '-' }: DeploymentMark): string {
  const mark = `[${version} ${request} ${before}]`;
  return `${why.slice(0, MAX_DESCRIPTION - mark.length - 1)} ${mark}`;
}

/** Reads a description; undefined of a release that no stack update has started. */
export function readMark(description = ''): DeploymentMark | undefined {
  const [, version, request, before] = MARK.exec(description) ?? [];
  if (!version || !request) return undefined;
  return { version, request, before: before === '-' ? undefined : before };
}
