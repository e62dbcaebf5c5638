import { types } from 'node:util';
import { readName, readObject } from './checked-json';

/** What CloudFormation asks of a custom resource. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html */
export interface CustomResourceRequest {
  readonly type: 'Create' | 'Update' | 'Delete';
  readonly resourceType: string;
  readonly stackId: string;
  readonly logicalId: string;
  readonly requestId: string;
  readonly physicalId?: string;
  /** All scalars in it are texts (aws-facts 11.6). */
  readonly properties: Readonly<Record<string, unknown>>;
  /** What they were before; with `Update` only. */
  readonly oldProperties: Readonly<Record<string, unknown>>;
  /** Whoever knows it can answer in our place: never logged, and kept encrypted only. */
  readonly responseUrl: string;
}

/** What a function answers. */
export type CustomResourceAnswer =
  | {
      readonly status: 'SUCCESS';
      readonly physicalId: string;
      readonly data?: Readonly<Record<string, string | number>>;
    }
  | { readonly status: 'FAILED'; readonly physicalId: string; readonly reason: string };

/** Takes a request apart. @throws Error that names what is missing, and no value */
export function readCustomResourceRequest(event: unknown): CustomResourceRequest {
  const fields = readObject(event, 'the request');
  const type = readName(fields.RequestType, 'RequestType');
  if (type !== 'Create' && type !== 'Update' && type !== 'Delete') {
    throw new Error(`RequestType must be Create, Update or Delete, got '${type}'`);
  }
  return {
    type,
    resourceType: readName(fields.ResourceType, 'ResourceType'),
    stackId: readName(fields.StackId, 'StackId'),
    logicalId: readName(fields.LogicalResourceId, 'LogicalResourceId'),
    requestId: readName(fields.RequestId, 'RequestId'),
    physicalId: typeof fields.PhysicalResourceId === 'string' ? fields.PhysicalResourceId : undefined,
    properties: readObject(fields.ResourceProperties ?? {}, 'ResourceProperties'),
    oldProperties: readObject(fields.OldResourceProperties ?? {}, 'OldResourceProperties'),
    responseUrl: readName(fields.ResponseURL, 'ResponseURL'),
  };
}

/** Puts a text at a URL. */
export type Put = (url: string, body: string) => Promise<void>;

/** What CloudFormation keeps of a reason, with room for its own words. */
const MAX_REASON = 1_500;

/** Answers a request. @throws Error without the URL in it */
export async function answerRequest(
  request: Pick<CustomResourceRequest, 'stackId' | 'logicalId' | 'requestId' | 'responseUrl'>,
  answer: CustomResourceAnswer,
  put: Put = putOverHttp,
): Promise<void> {
  const body = {
    Status: answer.status,
    ...(answer.status === 'FAILED' && { Reason: answer.reason.slice(0, MAX_REASON) }),
    PhysicalResourceId: answer.physicalId,
    StackId: request.stackId,
    RequestId: request.requestId,
    LogicalResourceId: request.logicalId,
    ...(answer.status === 'SUCCESS' && answer.data && { Data: answer.data }),
  };
  await put(request.responseUrl, JSON.stringify(body));
}

/** The URL is signed for a body without a content type. Each try may take five seconds. */
async function putOverHttp(url: string, body: string): Promise<void> {
  let problem = '';
  for (let tries = 0; tries < 3; tries++) {
    try {
      const answer = await fetch(url, {
        method: 'PUT',
        body: Buffer.from(body),
        headers: { 'content-type': '' },
        signal: AbortSignal.timeout(5_000),
      });
      if (answer.ok) return;
      problem = `HTTP ${answer.status}`;
    } catch (error) {
      // The message of a failed fetch does not have the URL in it; its cause may, so only the name is told.
      problem = types.isNativeError(error) ? error.name : 'an unknown error';
    }
  }
  throw new Error(`CloudFormation could not be answered: ${problem}`);
}
