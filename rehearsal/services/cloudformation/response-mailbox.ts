import { randomUUID } from 'node:crypto';

/** The bucket of CloudFormation's own that functions of custom resources put their answers into. */
export const RESPONSE_BUCKET = 'cloudformation-custom-resource-response-useast1';

/** One request of a custom resource that waits for its answer. */
export interface PendingResponse {
  /** Whoever knows it may answer, once. */
  readonly url: string;
  /** Resolves with the text that was put there. */
  readonly answer: Promise<string>;
}

/**
 * Where functions answer for custom resources: a URL for each request, at which somebody puts an object. It is signed as AWS's was seen to be
 * (https://github.com/anomalyco/sst/pull/3539).
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
 */
export class ResponseMailbox {
  private readonly waiting = new Map<string, (text: string) => void>();

  /** @param baseUrl where S3 is reached, asked for each request; AWS's own address where there is no endpoint */
  constructor(private readonly baseUrl: () => string | undefined = () => undefined) {}

  /** @param now milliseconds since 1970, which the URL tells that it was signed at; it tells nothing without */
  public open(now?: number): PendingResponse {
    const key = randomUUID();
    const base = this.baseUrl() ?? 'https://s3.us-east-1.amazonaws.com';
    const query = now === undefined ? `Signature=${randomUUID()}` : signature(now);
    const answer = new Promise<string>((resolve) => this.waiting.set(key, resolve));
    return { url: `${base}/${RESPONSE_BUCKET}/${key}?${query}`, answer };
  }

  /** Takes what was put; a second answer is not heard. */
  public arrived(key: string, body: Uint8Array): void {
    this.waiting.get(key)?.(Buffer.from(body).toString('utf8'));
    this.waiting.delete(key);
  }
}

function signature(now: number): string {
  const date = new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const credential = `CFN%2F${date.slice(0, 8)}%2Fus-east-1%2Fs3%2Faws4_request`;
  return `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=${date}&X-Amz-SignedHeaders=host&X-Amz-Expires=7200&X-Amz-Credential=${credential}&X-Amz-Signature=${randomUUID()}`;
}
