import { resolveReferences } from '../../../rehearsal/template/dynamic-references';

const SECRET = 'arn:aws:secretsmanager:us-east-1:1:secret:db-AbCdEf';
const lookup = {
  ssm: async (name: string, version?: string) => {
    if (name === '/gone') throw new Error('no such parameter');
    return `${name}@${version ?? 'latest'}`;
  },
  secret: async (id: string, stage?: string, version?: string) =>
    JSON.stringify({ user: id, stage: stage ?? 'none', version: version ?? 'none' }),
};

describe('dynamic references', () => {
  test.each<[unknown, unknown]>([
    ['plain {{text}}', 'plain {{text}}'],
    ['{{resolve:ssm:/a/b}}', '/a/b@latest'],
    ['{{resolve:ssm:/a/b:3}}', '/a/b@3'],
    ['{{resolve:ssm-secure:/a}}', '/a@latest'],
    [{ a: ['x-{{resolve:ssm:b}}-{{resolve:ssm:c}}'] }, { a: ['x-b@latest-c@latest'] }],
    ['{{resolve:secretsmanager:db:SecretString:user}}', 'db'],
    [`{{resolve:secretsmanager:${SECRET}:SecretString:user::}}`, SECRET],
    [`{{resolve:secretsmanager:${SECRET}:SecretString:stage:AWSPREVIOUS}}`, 'AWSPREVIOUS'],
    ['{{resolve:secretsmanager:db:SecretString:version::v1}}', 'v1'],
    ['{{resolve:secretsmanager:db}}', '{"user":"db","stage":"none","version":"none"}'],
  ])('%j is %j', async (value, expected) => {
    expect(await resolveReferences(value, lookup, 'Shop')).toEqual(expected);
  });

  test.each([
    ['{{resolve:ssm:/gone}}', 'Shop.x: {{resolve:ssm:/gone}} finds nothing (no such parameter)'],
    ['{{resolve:secretsmanager:db:SecretString:none}}', "finds nothing (the secret has no key 'none')"],
    ['{{resolve:vault:a}}', "Shop.x: dynamic reference to 'vault'; known are ssm, ssm-secure, secretsmanager"],
  ])('%s is an error that says where', async (value, message) => {
    await expect(resolveReferences({ x: value }, lookup, 'Shop')).rejects.toThrow(message);
  });
});
