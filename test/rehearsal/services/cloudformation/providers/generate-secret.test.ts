import { generateSecret } from '../../../../../rehearsal/services/cloudformation/providers/generate-secret';

describe('a secret that CloudFormation makes up', () => {
  test('is a password', () => {
    expect(generateSecret({ PasswordLength: '20', ExcludePunctuation: true })).toMatch(/^[A-Za-z0-9]{20}$/);
  });

  test('may stand in a JSON text', () => {
    const text = generateSecret({ SecretStringTemplate: '{"user":"admin"}', GenerateStringKey: 'password' });

    expect(JSON.parse(text)).toEqual({ user: 'admin', password: expect.stringMatching(/^.{32}$/s) });
  });
});
