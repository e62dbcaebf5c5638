import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, Aws, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { CodeDeployRevision, type CodeDeployRevisionOptions, ReleaseOnDeploy } from '../../../lib';
import { propertiesOf, statementsOf } from '../../fixtures/stack';
import { shopGroup } from './shop-group';

const bucketOf = () => s3.Bucket.fromBucketName(new Stack(new App(), 'Other'), 'Bundles', 'bundles');
const revision = (key: string, options?: CodeDeployRevisionOptions) =>
  CodeDeployRevision.fromBucket(bucketOf(), key, options);
const temporaryFolder = () => mkdtempSync(path.join(tmpdir(), 'revision-'));
const templateOf = (codeDeployRevision: CodeDeployRevision) =>
  Template.fromStack(shopGroup({ codeDeployRevision, releaseOnDeploy: ReleaseOnDeploy.untilShifted() }).stack);
const released = (codeDeployRevision: CodeDeployRevision) =>
  propertiesOf(templateOf(codeDeployRevision), 'Custom::BlueGreenRelease')[0];

describe('a CodeDeploy revision in the template', () => {
  test.each<[string, CodeDeployRevisionOptions, object]>([
    ['web.zip', {}, { BundleType: 'zip' }],
    ['web.tar', {}, { BundleType: 'tar' }],
    ['web.tar.gz', {}, { BundleType: 'tgz' }],
    ['web.tgz', { objectVersion: 'v1', eTag: 'e1' }, { BundleType: 'tgz', Version: 'v1', ETag: 'e1' }],
  ])('is the candidate of the release, with the newest launch templates: %s', (Key, options, rest) => {
    const { Target } = released(revision(Key, options));
    const text = JSON.stringify(Target.Candidate);

    expect(text).toContain('LatestVersionNumber');
    const location = { RevisionType: 'S3', S3Location: { Bucket: 'bundles', Key, ...rest } };
    expect(text).toContain(JSON.stringify(JSON.stringify(location)).slice(1, -1));
  });

  test('makes another version when its key, its object or its ETag is another one, and only then', () => {
    const all = [
      revision('1.zip'),
      revision('2.zip'),
      revision('2.zip', { objectVersion: 'a' }),
      revision('2.zip', { objectVersion: 'b' }),
      revision('2.zip', { eTag: 'c' }),
    ];
    const versions = all.map((one) => JSON.stringify(released(one).Version));
    expect(new Set(versions).size).toBe(all.length);
    expect(JSON.stringify(released(revision('1.zip')).Version)).toBe(versions[0]);
  });

  test('makes the application and its groups, and stands in the descriptor', () => {
    const template = templateOf(revision('web.zip'));

    template.resourceCountIs('AWS::CodeDeploy::DeploymentGroup', 2);
    expect(JSON.stringify(propertiesOf(template, 'AWS::SSM::Parameter'))).toContain('web.zip');
  });

  test('lets the instances read that bundle, and nothing else of the bucket', () => {
    const statements = statementsOf(templateOf(revision('web/1.zip')), 'InstanceRole');

    expect(statements).toHaveLength(1);
    expect(statements[0].Action).toEqual(['s3:GetObject', 's3:GetObjectVersion']);
    expect(JSON.stringify(statements[0].Resource)).toContain('bundles/web/1.zip');
  });

  test('is an asset of the app, whose content names the key', () => {
    const folder = temporaryFolder();
    const keyOf = (text: string) => {
      writeFileSync(path.join(folder, 'appspec.yml'), text);
      const asset = new Asset(new Stack(new App(), 'Bundle'), 'Bundle', { path: folder });
      return JSON.stringify(released(CodeDeployRevision.fromAsset(asset)).Version);
    };
    const [first, second] = [keyOf('version: 0.0'), keyOf('version: 0.0 # changed')];
    expect([first, second].filter((one) => one.includes('.zip'))).toHaveLength(2);
    expect(first).not.toBe(second);
  });

  test('fails for an asset that is a single file', () => {
    const file = path.join(temporaryFolder(), 'app.txt');
    writeFileSync(file, 'text');
    const asset = new Asset(new Stack(new App(), 'Bundle'), 'Bundle', { path: file });
    expect(() => CodeDeployRevision.fromAsset(asset)).toThrow("the asset 'Bundle/Bundle' is a file and no bundle");
  });

  test.each(['web', 'web.jar', `${Aws.REGION}.zip`])('fails for the key %s', (key) => {
    expect(() => revision(key)).toThrow('the key of a revision must be known at synth and end in .zip');
  });

  test('fails without CodeDeploy', () => {
    expect(() => shopGroup({ codeDeploy: false, codeDeployRevision: revision('1.zip') })).toThrow(
      "'codeDeployRevision' needs CodeDeploy; leave out 'codeDeploy: false'",
    );
  });
});
