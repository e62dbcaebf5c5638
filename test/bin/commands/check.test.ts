import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Annotations, App, Aspects, Stack } from 'aws-cdk-lib';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import { readCheckedAssembly } from '../../../bin/checked-assembly';
import { type CheckArguments, check } from '../../../bin/commands/check';
import { plain } from '../../../bin/views/paint';
import { BlueGreenChecks } from '../../../lib';
import { runChecks } from '../../../lib/checks/run-checks';

const folder = mkdtempSync(path.join(tmpdir(), 'check-'));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;

/** Synthesises a plain deployment group that nobody watches, with a bake of so many minutes. */
function synthesise(bake: number, change: (stack: Stack) => void = () => {}): string {
  const outdir = path.join(folder, String(count++));
  const app = new App({ outdir });
  const stack = new Stack(app, 'Shop');
  new codedeploy.CfnDeploymentGroup(stack, 'Group', {
    applicationName: 'shop',
    serviceRoleArn: 'arn:aws:iam::123456789012:role/code-deploy',
    ecsServices: [{ clusterName: 'shop', serviceName: 'orders' }],
    blueGreenDeploymentConfiguration: {
      terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: bake },
    },
  });
  change(stack);
  app.synth();
  return outdir;
}

async function checked(assembly: string, args: Partial<CheckArguments> = {}) {
  const said: string[] = [];
  const ended = await check(
    { assembly, ...args },
    {
      read: readCheckedAssembly,
      runChecks,
      say: (line) => said.push(line),
      paint: plain,
      signal: new AbortController().signal,
    },
  );
  return { ...ended, said };
}

test('a warning is said, and is no failure', async () => {
  expect(await checked(synthesise(10))).toMatchObject({
    exitStatus: 0,
    said: [
      'BG014 warning  Shop/Group',
      '  nothing looks at the candidate while it gets traffic',
      '  -> add alarms (rollbackOn) or an analysis',
      '0 errors, 1 warning',
    ],
  });
});

test('a warning counts when it is to', async () => {
  expect((await checked(synthesise(10), { strict: true })).exitStatus).toBe(1);
});

test('an error is a failure, and comes first', async () => {
  const { exitStatus, said, json } = await checked(synthesise(4000));

  expect(exitStatus).toBe(1);
  expect(said[0]).toBe('BG017 error  Shop/Group');
  expect(said.at(-1)).toBe('1 error, 1 warning');
  expect(json).toMatchObject({ findings: [{ id: 'BG014' }, { id: 'BG017', level: 'error', path: 'Shop/Group' }] });
});

test('what the app has acknowledged does not count', async () => {
  const acknowledged = synthesise(10, (stack) => {
    Aspects.of(stack).add(new BlueGreenChecks());
    Annotations.of(stack).acknowledgeWarning('BG014', 'watched by hand');
  });

  expect(await checked(acknowledged, { strict: true })).toMatchObject({
    exitStatus: 0,
    said: ['nothing found, 1 acknowledged'],
  });
});

test('a stack with a macro is checked all the same', async () => {
  const macro = synthesise(10, (stack) => stack.addTransform('AWS::Serverless-2016-10-31'));

  expect((await checked(macro)).said.at(-1)).toBe('0 errors, 1 warning');
});

test('an app without a release has nothing to complain about', async () => {
  const empty = path.join(folder, 'empty');
  mkdirSync(empty);
  const artifacts = { Shop: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Shop.json' } } };
  writeFileSync(path.join(empty, 'manifest.json'), JSON.stringify({ version: '1', artifacts }));
  writeFileSync(path.join(empty, 'Shop.json'), JSON.stringify({ Resources: { A: { Type: 'AWS::SNS::Topic' } } }));

  expect(await checked(empty, { strict: true })).toMatchObject({ exitStatus: 0, said: ['nothing found'] });
});

test('no assembly is bad usage', async () => {
  await expect(checked(path.join(folder, 'nowhere'))).rejects.toThrow("there is no directory '");
});

test('neither is a previous one, which is named by its own option', async () => {
  await expect(checked(synthesise(10), { previous: path.join(folder, 'nowhere') })).rejects.toThrow(
    /^'--previous': there is no directory '.*nowhere'; name the cloud assembly that was deployed last$/,
  );
});
