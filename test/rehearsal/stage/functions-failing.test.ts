import { type FunctionCloud, fn, functionCloud, outcome } from './functions-setting';

let cloud: FunctionCloud;

beforeEach(() => {
  cloud = functionCloud();
});

afterEach(() => cloud.runner.close());

test('answers a thrown error as Lambda does', async () => {
  const result = await outcome(cloud, fn(`exports.handler = async () => { throw new TypeError('no such order'); };`));

  expect(result).toMatchObject({
    functionError: 'Unhandled',
    value: { errorType: 'TypeError', errorMessage: 'no such order' },
  });
});

test('ends a function that takes too long', async () => {
  const source = `exports.handler = () => { console.log(process.pid); for (;;); };`;

  const result = await outcome(cloud, fn(source, { timeoutSeconds: 1 }));

  expect(result.functionError).toBe('Unhandled');
  expect(result.value.errorMessage).toMatch(/^RequestId: \S+ Error: Task timed out after 1\.00 seconds$/);
  expect(() => process.kill(Number(result.log[0]), 0)).toThrow('ESRCH');
});

test('tells when a function ends its process', async () => {
  const result = await outcome(cloud, fn('exports.handler = () => process.exit(7);'));

  expect(result.value).toMatchObject({ errorType: 'Runtime.ExitError' });
  expect(result.value.errorMessage).toContain('exit status 7');
});

test.each([
  ['no such file', 'exports.handler = 1', 'other.handler', 'Runtime.ImportModuleError'],
  ['no such export', 'exports.handler = 1', 'index.none', 'Runtime.HandlerNotFound'],
  ['broken source', 'exports.handler = (', 'index.handler', 'Runtime.UserCodeSyntaxError'],
  ['a missing package', `require('left-pad')`, 'index.handler', 'Runtime.ImportModuleError'],
])('names the reason when the handler cannot be loaded: %s', async (_what, source, handler, errorType) => {
  const result = await outcome(cloud, fn(source, { handler }));

  expect(result).toMatchObject({ functionError: 'Unhandled', value: { errorType } });
});

test('says which runtimes it runs when it is asked for another', async () => {
  const result = await outcome(cloud, fn('', { runtime: 'python3.13' }));

  expect(result.value.errorMessage).toBe(
    `function 'smoke' needs the runtime 'python3.13'; the rehearsal runs nodejs functions only`,
  );
});

test('names the object when the code is missing', async () => {
  const invoked = cloud.runner.invoke(fn('', { code: { bucket: 'assets', key: 'a.zip' } }), {});

  await expect(invoked).rejects.toThrow(
    `the code of function 'smoke' is missing: no object 'a.zip' in bucket 'assets'`,
  );
});
