import { digestAppSpec } from '../../../lambda/live-state/app-spec-digest';
import { readCustomResourceRequest } from '../../../lambda/shared/custom-resource';

function request(ResourceProperties: object) {
  return readCustomResourceRequest({
    RequestType: 'Create',
    ResourceType: 'Custom::BlueGreenAppSpec',
    StackId: 'stack',
    LogicalResourceId: 'AppSpec',
    RequestId: 'request',
    ResponseURL: 'https://answers.example.com',
    ResourceProperties,
  });
}

describe('the sha256 of an AppSpec', () => {
  test('is that of its text, in hex', () => {
    // of FIPS 180-4: https://csrc.nist.gov/projects/cryptographic-standards-and-guidelines/example-values
    expect(digestAppSpec(request({ AppSpec: 'abc' }))).toEqual({
      status: 'SUCCESS',
      physicalId: 'app-spec-AppSpec',
      data: { Sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' },
    });
  });

  test('is refused without a text', () => {
    expect(digestAppSpec(request({}))).toMatchObject({ status: 'FAILED', reason: "'AppSpec' must be a text" });
  });
});
