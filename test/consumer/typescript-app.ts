import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { BARE_ENVIRONMENT } from './bare-environment';
import { run } from './command';
import { ROOT } from './packed';
import { runWithoutNetwork } from './without-network';

const TSC = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
const CDK = path.join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk');

/** Newer than what the package is built against. */
const PEERS = ['aws-cdk-lib@2.276.0', 'constructs@10.8.1'];
/** TypeScript itself is the project's, and so is the CDK CLI. */
const TYPES = '@types/node@24.19.2';

/** Makes an empty CDK app and installs the packed package and its peers there. */
export async function installInto(directory: string, tarball: string): Promise<void> {
  writeFileSync(path.join(directory, 'package.json'), JSON.stringify({ name: 'shop', private: true }));
  const how = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  await run('npm', ['install', ...how, ...PEERS, TYPES, tarball], { cwd: directory });
}

/** Writes the example of the installed package's README as an app, and compiles it. */
export async function compileReadmeExample(directory: string): Promise<void> {
  const readme = readFileSync(path.join(directory, 'node_modules', 'cdk-blue-green', 'README.md'), 'utf8');
  const example = /```ts\n(.*?)```/s.exec(readme)?.[1];
  if (!example) throw new Error('the README of the package has no example in TypeScript');
  const compilerOptions = {
    ...{ target: 'es2022', module: 'node16', moduleResolution: 'node16', types: ['node'] },
    // With the declarations of the package itself: skipping them would let a missing one pass as `any`.
    ...{ strict: true, skipLibCheck: false },
  };
  writeFileSync(path.join(directory, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['app.ts'] }));
  writeFileSync(path.join(directory, 'app.ts'), appOf(example));
  await run(process.execPath, [TSC], { cwd: directory });
}

/** Synthesises the compiled app as a user does, by the CDK CLI, without network, into `cdk.out`. */
export async function synthesise(directory: string): Promise<void> {
  const quiet = ['--quiet', '--no-notices', '--no-version-reporting', '--no-path-metadata', '--no-asset-metadata'];
  const args = [CDK, 'synth', '--app', 'node app.js', ...quiet];
  await runWithoutNetwork(process.execPath, args, { cwd: directory, env: { ...BARE_ENVIRONMENT, HOME: directory } });
}

/** The same stack as that of app.py, which does this in Python. */
function appOf(example: string): string {
  const used = new Set([...example.matchAll(/\b([A-Z]\w+)(?=[.(])/g)].map(([, name]) => name));
  used.delete('Duration');
  return `
import { App, Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { ${[...used].join(', ')} } from 'cdk-blue-green';
import type { Construct } from 'constructs';

class Shop extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const cluster = new ecs.Cluster(this, 'Cluster', { vpc: new ec2.Vpc(this, 'Vpc') });
    const taskDefinition = new ecs.FargateTaskDefinition(this, 'Task', { family: 'orders' });
    taskDefinition.addContainer('web', {
      image: ecs.ContainerImage.fromRegistry('shop:1'),
      portMappings: [{ containerPort: 8080 }],
    });
    ${example}
  }
}

new Shop(new App(), 'Shop');
`;
}
