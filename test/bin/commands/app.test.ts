import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findAssembly } from '../../../bin/commands/app';

let cwd: string;
const { signal } = new AbortController();

beforeEach(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'app-test-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

/** A stand-in for a CDK app: it writes what it was given into the assembly. */
function app(body = ''): string {
  writeFileSync(
    path.join(cwd, 'app.js'),
    `${body}
    const { CDK_OUTDIR, CDK_CONTEXT_JSON, CDK_DEFAULT_REGION } = process.env;
    require('node:fs').writeFileSync(CDK_OUTDIR + '/manifest.json', JSON.stringify({ CDK_CONTEXT_JSON, CDK_DEFAULT_REGION }));`,
  );
  return `"${process.execPath}" app.js`;
}

function cdkJson(content: object) {
  writeFileSync(path.join(cwd, 'cdk.json'), JSON.stringify(content));
}

describe('the assembly to rehearse', () => {
  test('comes from the app that is named, run as the CDK CLI runs it', async () => {
    cdkJson({ app: 'does-not-run', context: { colour: 'blue' } });

    const found = await findAssembly({ app: app(), cwd, signal });

    const manifest = JSON.parse(readFileSync(path.join(found.directory, 'manifest.json'), 'utf8'));
    expect(JSON.parse(manifest.CDK_CONTEXT_JSON)).toMatchObject({ colour: 'blue' });
    expect(manifest.CDK_DEFAULT_REGION).toEqual(expect.any(String));
    found.dispose();
    expect(existsSync(found.directory)).toBe(false);
  });

  test('comes from the app of cdk.json otherwise', async () => {
    cdkJson({ app: app() });
    const found = await findAssembly({ cwd, signal });
    expect(existsSync(path.join(found.directory, 'manifest.json'))).toBe(true);
    found.dispose();
  });

  test('is cdk.out without an app, and is left where it is', async () => {
    mkdirSync(path.join(cwd, 'cdk.out'));
    const found = await findAssembly({ cwd, signal });
    found.dispose();
    expect(found.directory).toBe(path.join(cwd, 'cdk.out'));
    expect(existsSync(found.directory)).toBe(true);
  });

  test('is the directory that is named', async () => {
    expect((await findAssembly({ assembly: 'out', cwd, signal })).directory).toBe(path.join(cwd, 'out'));
  });

  test('is missing: says what to give', async () => {
    await expect(findAssembly({ cwd, signal })).rejects.toThrow(`there is no app in ${cwd}`);
  });

  test('an app that fails shows its last lines', async () => {
    const command = app("console.error('one'); console.error('boom: no such table'); process.exit(3);");
    await expect(findAssembly({ app: command, cwd, signal })).rejects.toThrow(
      /failed with exit status 3:\n {2}one\n {2}boom: no such table$/,
    );
  });

  test('an app that throws shows its error in one line, and not where', async () => {
    const command = app("throw new TypeError('no such prop');");
    const failure = await findAssembly({ app: command, cwd, signal }).catch((error) => error);
    expect(failure.message).toMatch(/failed with exit status 1: TypeError: no such prop$/);
    expect(failure.cause.stack).toMatch(/^ +at .*app\.js/m); // for --debug
  });

  test('an error of the CDK is shown without the line of its minified code', async () => {
    const wrote = [
      '/app/node_modules/aws-cdk-lib/core/lib/private/refs.js:1',
      '"use strict";var __createBinding',
      '',
      '[«SharedId» Cannot share an id',
      '    ...aws-cdk-lib...',
      '    (no user code in 10 frames, use --stack-trace-limit to capture more)]',
      'Node.js v24.0.0',
    ];
    const command = app(`console.error(${JSON.stringify(wrote.join('\n'))}); process.exit(1);`);
    await expect(findAssembly({ app: command, cwd, signal })).rejects.toThrow(
      /failed with exit status 1: \[«SharedId» Cannot share an id$/,
    );
  });

  test('an app that writes nothing is told from one that fails', async () => {
    await expect(findAssembly({ app: app('process.exit(0);'), cwd, signal })).rejects.toThrow(
      'ended without an assembly',
    );
  });

  test('a cdk.json that is no JSON is named', async () => {
    writeFileSync(path.join(cwd, 'cdk.json'), '{');
    await expect(findAssembly({ cwd, signal })).rejects.toThrow(`'${path.join(cwd, 'cdk.json')}' is no JSON`);
  });

  test('an app ends with the signal', async () => {
    const controller = new AbortController();
    const found = findAssembly({ app: app('setInterval(() => {}, 1000); return;'), cwd, signal: controller.signal });
    controller.abort(new Error('interrupted'));
    await expect(found).rejects.toThrow('interrupted');
  });
});
