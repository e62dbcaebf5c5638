import * as fs from 'node:fs';
import * as path from 'node:path';
import * as lambda from 'aws-cdk-lib/aws-lambda';

/** The handlers that ship with the package. */
export type HandlerName =
  | 'smoke-test'
  | 'pre-warm'
  | 'alarm-preflight'
  | 'measure-preflight'
  | 'release-asg'
  | 'release-dns'
  | 'release-report'
  | 'live-state'
  | 'release-on-deploy'
  | 'scaling-guard'
  | 'watch-ecs'
  | 'watch-built-in';

/** Looked for once. */
let root: string | undefined;

/**
 * The bundled code of one handler.
 *
 * The bundles are part of the published package, so that a team's synth needs no bundler, no Docker and no network.
 */
export function handlerCode(name: HandlerName): lambda.Code {
  root ??= packageRoot(__dirname);
  const bundle = path.join(root, 'dist', 'handlers', name);
  if (!fs.existsSync(path.join(bundle, 'index.js'))) {
    throw new Error(`no bundle for handler '${name}' at ${bundle}; run 'npm run build' first`);
  }
  return lambda.Code.fromAsset(bundle);
}

/** The folder of our package.json: this file runs compiled, bundled and, in tests, as it is, each at another depth. */
function packageRoot(from: string): string {
  for (let folder = from; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    const manifest = path.join(folder, 'package.json');
    if (fs.existsSync(manifest) && JSON.parse(fs.readFileSync(manifest, 'utf8')).name === 'cdk-blue-green')
      return folder;
  }
  throw new Error(`no package.json of cdk-blue-green above ${from}; install the package again`);
}
