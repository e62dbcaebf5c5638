const SIGNED_AT = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/**
 * When CloudFormation wrote a request, in milliseconds since 1970, to the second; undefined when that cannot be told. A request has no time of its own, but
 * the URL for its answer was seen to be signed with a date (an example of 2023: https://github.com/anomalyco/sst/pull/3539). That it always is, no document says.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html for `X-Amz-Date`
 */
export function askedAt(responseUrl: string): number | undefined {
  if (!URL.canParse(responseUrl)) return undefined;
  const [, year, month, day, hour, minute, second] =
    SIGNED_AT.exec(new URL(responseUrl).searchParams.get('X-Amz-Date') ?? '') ?? [];
  return year === undefined ? undefined : Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
