import { explain } from '../../../bin/aws/explain';
import { Problem } from '../../../bin/commands/problem';

function named(name: string, message: string, more: object = {}): Error {
  return Object.assign(new Error(message), { name, ...more });
}

const LOCAL = { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' };

describe('an error of the SDK is explained in one line', () => {
  test.each<[string, Error, NodeJS.ProcessEnv, string, number]>([
    [
      'nobody at the endpoint',
      named('Error', 'connect ECONNREFUSED', { code: 'ECONNREFUSED' }),
      LOCAL,
      "nothing answers at AWS_ENDPOINT_URL 'http://127.0.0.1:4566' (ECONNREFUSED); start the local AWS with 'bluegreen serve', or unset",
      2,
    ],
    [
      'nobody at either address of the endpoint',
      new AggregateError([named('Error', 'connect ECONNREFUSED ::1', { code: 'ECONNREFUSED' })]),
      LOCAL,
      'nothing answers at AWS_ENDPOINT_URL',
      2,
    ],
    [
      'an endpoint that is no URL',
      named('TypeError', 'Invalid URL', { code: 'ERR_INVALID_URL' }),
      { AWS_ENDPOINT_URL: 'localhost' },
      "AWS_ENDPOINT_URL must be a URL such as http://127.0.0.1:4566, got 'localhost'; unset it to use AWS",
      2,
    ],
    [
      'no network',
      named('Error', 'getaddrinfo ENOTFOUND x', { code: 'ENOTFOUND' }),
      {},
      'AWS cannot be reached (getaddrinfo ENOTFOUND x)',
      2,
    ],
    ['no region', named('Error', 'Region is missing'), {}, 'no AWS region is set; set AWS_REGION', 2],
    [
      'no credentials',
      named('CredentialsProviderError', 'Could not load credentials\nx'),
      {},
      'no usable AWS credentials (Could not load credentials); set AWS_PROFILE',
      2,
    ],
    [
      'no such deployment',
      named('DeploymentDoesNotExistException', 'The deployment d-1 could not be found.'),
      {},
      'the deployment d-1 could not be found (DeploymentDoesNotExistException);',
      2,
    ],
    [
      'too late',
      named('DeploymentAlreadyCompletedException', 'It is over'),
      {},
      'it is over (DeploymentAlreadyCompletedException); it has ended meanwhile',
      1,
    ],
    [
      'not allowed',
      named('AccessDeniedException', 'User x is not authorized'),
      {},
      'AWS refused the call: user x is not authorized (AccessDeniedException)',
      1,
    ],
    [
      'anything else that AWS answers',
      named('InvalidRoleException', 'The role is bad', { $metadata: { httpStatusCode: 400 } }),
      {},
      'AWS answered: the role is bad (InvalidRoleException)',
      1,
    ],
  ])('%s', (_what, error, environment, text, exitStatus) => {
    const explained = explain(error, environment);
    expect(explained).toBeInstanceOf(Problem);
    expect((explained as Problem).message).toContain(text);
    expect((explained as Problem).message).not.toContain('\n');
    expect((explained as Problem).exitStatus).toBe(exitStatus);
    expect((explained as Problem).cause).toBe(error);
  });

  test('what is not of AWS stays as it is', () => {
    const own = new TypeError('x is not a function');
    const problem = new Problem('known');
    expect([explain(own, {}), explain(problem, {})]).toEqual([own, problem]);
  });
});
