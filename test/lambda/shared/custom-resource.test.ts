import { answerRequest, readCustomResourceRequest } from '../../../lambda/shared/custom-resource';

const EVENT = {
  RequestType: 'Update',
  ResourceType: 'Custom::Thing',
  ResponseURL: 'https://bucket/secret-url',
  StackId: 'arn:stack',
  RequestId: 'r-1',
  LogicalResourceId: 'Thing',
  PhysicalResourceId: 'thing-1',
  ResourceProperties: { Size: '2' },
  OldResourceProperties: { Size: '1' },
};

test('a request is read', () => {
  expect(readCustomResourceRequest(EVENT)).toMatchObject({
    type: 'Update',
    physicalId: 'thing-1',
    properties: { Size: '2' },
    oldProperties: { Size: '1' },
  });
});

test.each(['RequestType', 'StackId', 'ResponseURL'])(
  'a request without %s is an error that tells no secret',
  (name) => {
    const read = () => readCustomResourceRequest({ ...EVENT, [name]: undefined });

    expect(read).toThrow(`${name} is missing`);
    expect(read).not.toThrow(/secret-url/);
  },
);

test('an answer has what CloudFormation knows the request by, and data', async () => {
  const put: [string, string][] = [];
  const request = readCustomResourceRequest(EVENT);

  await answerRequest(request, { status: 'SUCCESS', physicalId: 'thing-1', data: { Weight: 1 } }, async (url, body) => {
    put.push([url, body]);
  });

  expect(put.map(([url, body]) => [url, JSON.parse(body)])).toEqual([
    [
      'https://bucket/secret-url',
      {
        Status: 'SUCCESS',
        PhysicalResourceId: 'thing-1',
        StackId: 'arn:stack',
        RequestId: 'r-1',
        LogicalResourceId: 'Thing',
        Data: { Weight: 1 },
      },
    ],
  ]);
});

test('a URL that nobody listens at is an error without the URL', async () => {
  const request = { ...readCustomResourceRequest(EVENT), responseUrl: 'http://127.0.0.1:9/secret-url' };
  const answered = answerRequest(request, { status: 'FAILED', physicalId: 'x', reason: 'no' });

  await expect(answered).rejects.toThrow(/^CloudFormation could not be answered: TypeError$/);
});
