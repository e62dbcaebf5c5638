import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { ProcessFunctionRunner } from '../../../rehearsal/stage/functions';
import { Network } from '../../../rehearsal/stage/network';

/** A folder of an app that has installed one part of the SDK, which says where it is from. */
let app: string;
let runner: ProcessFunctionRunner;
let archives: Record<string, Uint8Array>;

beforeAll(() => {
  app = mkdtempSync(path.join(tmpdir(), 'app-'));
  writePart(app, '@aws-sdk/client-sqs', "exports.from = 'the app';");
  writePart(app, 'left-pad', "exports.from = 'the app';");
  // What Node before 22.15 has not got.
  writeFileSync(path.join(app, 'older-node.cjs'), "delete require('node:module').registerHooks;");
});

afterAll(() => rmSync(app, { recursive: true }));

beforeEach(() => {
  archives = {};
  runner = new ProcessFunctionRunner({
    readArchive: (_bucket, key) => {
      const archive = archives[key];
      return archive && Buffer.from(archive);
    },
    network: new Network(),
    region: 'eu-west-1',
    endpointUrl: () => 'http://127.0.0.1:4566',
    credentialsFor: () => ({ AccessKeyId: 'ASIA', SecretAccessKey: 's', SessionToken: 't' }),
    sdkFrom: app,
  });
});

afterEach(() => runner.close());

function writePart(folder: string, name: string, source: string): void {
  const part = path.join(folder, 'node_modules', ...name.split('/'));
  mkdirSync(part, { recursive: true });
  writeFileSync(path.join(part, 'index.js'), source);
}

/** What a function of these files answers. */
async function answerOf(files: Record<string, string>, environment: Record<string, string> = {}) {
  const texts = Object.entries(files).map(([name, source]) => [name, strToU8(source)] as const);
  archives = { code: zipSync(Object.fromEntries(texts)) };
  const { payload } = await runner.invoke(
    {
      functionName: 'Hook',
      functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:Hook',
      roleArn: 'role',
      runtime: 'nodejs24.x',
      handler: 'index.handler',
      timeoutSeconds: 20,
      memorySize: 128,
      environment,
      code: { bucket: 'assets', key: 'code' },
    },
    {},
  );
  return JSON.parse(payload);
}

const REQUIRES = "const { from } = require('@aws-sdk/client-sqs'); exports.handler = async () => from;";
const OLDER_NODE = () => ({ NODE_OPTIONS: `--require ${path.join(app, 'older-node.cjs')}` });

test('a function that is bundled without the SDK gets it from the app', async () => {
  expect(await answerOf({ 'index.js': REQUIRES })).toBe('the app');
});

test('a module that imports it does, too', async () => {
  const source = "import { from } from '@aws-sdk/client-sqs'; export const handler = async () => from;";
  expect(await answerOf({ 'index.mjs': source })).toBe('the app');
});

test('on a Node without hooks for it, too', async () => {
  const source = `${REQUIRES} exports.handler = async () => [from, require('node:module').registerHooks === undefined];`;
  expect(await answerOf({ 'index.js': source }, OLDER_NODE())).toEqual(['the app', true]);
});

test("the function's own part of the SDK comes first", async () => {
  const own = "exports.from = 'the function';";
  expect(await answerOf({ 'index.js': REQUIRES, 'node_modules/@aws-sdk/client-sqs/index.js': own })).toBe(
    'the function',
  );
});

test.each([
  ['hooks', {}],
  ['no hooks', OLDER_NODE],
])('a part that the app has not got is named, with what to do (%s)', async (_what, environment) => {
  const source = "require('@aws-sdk/client-sns/commands'); exports.handler = async () => 0;";
  const asked = typeof environment === 'function' ? environment() : environment;
  expect(await answerOf({ 'index.js': source }, asked)).toMatchObject({
    errorType: 'Runtime.ImportModuleError',
    errorMessage: expect.stringContaining(
      "Lambda brings '@aws-sdk/client-sns', but this computer has not got it; for rehearsals: npm install --save-dev @aws-sdk/client-sns",
    ),
  });
});

test('nothing else comes from the app, because Lambda would not have it', async () => {
  const source = "require('left-pad'); exports.handler = async () => 0;";
  expect(await answerOf({ 'index.js': source })).toMatchObject({
    errorMessage: expect.stringContaining("Cannot find module 'left-pad'"),
  });
});
