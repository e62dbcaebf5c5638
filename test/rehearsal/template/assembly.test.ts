import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, Stack, Stage } from 'aws-cdk-lib';
import * as s3assets from 'aws-cdk-lib/aws-s3-assets';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { readAssembly } from '../../../rehearsal/template/assembly';
import { releasesIn } from '../../../rehearsal/template/releases';

describe('reading a cloud assembly', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'assembly-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  function write(files: Record<string, unknown>): string {
    for (const [name, content] of Object.entries(files))
      writeFileSync(path.join(directory, name), typeof content === 'string' ? content : JSON.stringify(content));
    return directory;
  }

  function stackArtifact(dependencies: string[] = []) {
    return { type: 'aws:cloudformation:stack', properties: { templateFile: 't.json' }, dependencies };
  }

  test('answers stacks of stages too, each after those that it depends on', () => {
    const app = new App({ outdir: directory });
    const env = { account: '111111111111', region: 'eu-west-1' };
    const late = new Stack(app, 'Late', { env, stackName: 'late-stack' });
    const early = new Stack(app, 'Early');
    late.addDependency(early);
    const inStage = new Stack(new Stage(app, 'Prod'), 'Shop');
    for (const stack of [late, early, inStage]) new ssm.StringParameter(stack, 'P', { stringValue: 'x' });
    app.synth();

    const { stacks } = readAssembly(directory);

    expect(stacks.map((one) => [one.name, one.displayName, one.account, one.region])).toEqual([
      ['Prod-Shop', 'Prod/Shop', undefined, undefined],
      ['Early', 'Early', undefined, undefined],
      ['late-stack', 'Late', '111111111111', 'eu-west-1'],
    ]);
    expect(stacks.map((one) => Object.keys(JSON.parse(one.template).Resources).length)).toEqual([1, 1, 1]);
  });

  test('answers what is to be uploaded, and where to', () => {
    const app = new App({ outdir: directory });
    const stack = new Stack(app, 'Shop');
    mkdirSync(path.join(directory, 'code'));
    write({ 'code/index.js': 'exports.handler = 1' });
    new s3assets.Asset(stack, 'Code', { path: path.join(directory, 'code') });
    new ssm.StringParameter(stack, 'P', { stringValue: 'x' });
    app.synth();

    const [shop] = readAssembly(directory, { account: '1', region: 'r' }).stacks;

    expect(shop?.files).toMatchObject([{ bucket: 'cdk-hnb659fds-assets-1-r', key: expect.stringMatching(/\.zip$/) }]);
    expect(shop?.plainFiles.map((one) => path.basename(one.path))).toEqual(['Shop.template.json']);
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['no manifest', {}, /^'.*' is no cloud assembly: it has no manifest\.json; name the output of 'cdk synth'$/],
    [
      'an unreadable manifest',
      { 'manifest.json': '{' },
      /manifest\.json' cannot be read \(.*\); synthesise the app again$/,
    ],
    ['no stacks', { 'manifest.json': { artifacts: {} } }, /^the assembly '.*' has no stacks; add one to the app/],
    [
      'no template',
      { 'manifest.json': { artifacts: { Shop: stackArtifact() } } },
      /^the template of stack 'Shop' cannot be/,
    ],
    [
      'an unreadable template',
      { 'manifest.json': { artifacts: { Shop: stackArtifact() } }, 't.json': '{"Resources"' },
      /^stack 'Shop' \(.*t\.json\): the template is not valid JSON \(/,
    ],
    [
      'stacks that wait for each other',
      { 'manifest.json': { artifacts: { A: stackArtifact(['B']), B: stackArtifact(['A']) } } },
      /artifacts depend on each other: A -> B -> A$/,
    ],
  ])('%s is one clear line', (_name, files, message) => {
    expect(() => readAssembly(write(files))).toThrow(message);
  });

  test('a directory that is not there is one clear line', () => {
    expect(() => readAssembly('nowhere')).toThrow(
      "there is no directory 'nowhere'; run 'cdk synth' first, or name another with --assembly",
    );
  });
});

describe('finding releases', () => {
  test('by the name of their parameter, which may be an intrinsic', () => {
    const named = (Name: unknown) => ({ Type: 'AWS::SSM::Parameter', Properties: { Name, Value: '{}' } });
    const template = JSON.stringify({
      Resources: {
        Plain: named('/cdk-blue-green/Shop/Orders'),
        Joined: named({ 'Fn::Join': ['', ['/cdk-blue-green/', { Ref: 'AWS::StackName' }, '/Carts']] }),
        Other: named('/other'),
        Late: named({ Ref: 'Other' }),
        None: { Type: 'AWS::SSM::Parameter' },
      },
    });

    expect(releasesIn([{ name: 'Shop', template }])).toEqual([
      { stackName: 'Shop', path: 'Shop/Orders', parameterName: '/cdk-blue-green/Shop/Orders', logicalId: 'Plain' },
      { stackName: 'Shop', path: 'Shop/Carts', parameterName: '/cdk-blue-green/Shop/Carts', logicalId: 'Joined' },
    ]);
  });
});
