import { askedAt } from '../../../lambda/release-on-deploy/asked-at';

const URL = 'https://cloudformation-custom-resource-response-useast1.s3.amazonaws.com/key';

describe('when a request was written', () => {
  test('is when the URL for its answer was signed', () => {
    const query =
      'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20231123T074157Z&X-Amz-SignedHeaders=host&X-Amz-Expires=7200';
    expect(askedAt(`${URL}?${query}`)).toBe(Date.UTC(2023, 10, 23, 7, 41, 57));
  });

  test.each([
    ['no URL', 'nowhere'],
    ['no date', URL],
    ['another way of signing', `${URL}?AWSAccessKeyId=A&Expires=1536695788&Signature=s`],
    ['a date that is none', `${URL}?X-Amz-Date=yesterday`],
  ])('is not known of %s', (_what, url) => {
    expect(askedAt(url)).toBeUndefined();
  });
});
