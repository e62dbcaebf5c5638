// Builds what the package ships and what the scripts run. A part whose sources have not changed is left as it is.
//   dist/lib        the constructs, by jsii         dist/bin        the CLI, one file; the example app and its server
//   dist/handlers   the Lambda bundles, by esbuild
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureInstalled, environment, node, once, root, run } from './setup.mjs';

/** Builds everything, or only the named parts. */
export function build(parts = ['handlers', 'lib', 'bin']) {
  if (parts.includes('handlers'))
    step('handlers', ['lambda', 'scripts/handlers.mjs'], ['dist/handlers'], buildHandlers);
  if (parts.includes('lib'))
    step('lib', ['lib', 'lambda', 'tsconfig.lib.json', 'package.json'], ['dist/lib/index.js', '.jsii'], buildLib);
  if (parts.includes('bin'))
    step('bin', ['bin', 'lib/checks', 'rehearsal', 'scripts/bundle-bin.mjs'], ['dist/bin/bluegreen.js'], buildBin);
}

function buildHandlers() {
  run(node, ['scripts/handlers.mjs']);
}

function buildLib() {
  // What a module that is gone has left would be packed; the compiler's own memory of it goes too, or it would write only changes.
  for (const left of ['dist/lib', 'dist/lambda', '.setup/tsconfig.lib.tsbuildinfo']) {
    rmSync(join(root, left), { recursive: true, force: true });
  }
  run(node, ['node_modules/jsii/bin/jsii', '--silence-warnings=reserved-word'], {
    env: { ...environment, JSII_SILENCE_SUPPORT_WARNING: '1' },
  });
}

function buildBin() {
  run(node, ['scripts/bundle-bin.mjs']);
}

function step(name, sources, outputs, work) {
  const inputs = [...sources, 'package-lock.json', 'scripts/build.mjs'].flatMap((source) =>
    filesOf(join(root, source)),
  );
  const hash = createHash('sha256');
  for (const file of inputs) hash.update(relative(root, file)).update(readFileSync(file));
  const started = Date.now();
  const built = once(
    `build-${name}`,
    hash.digest('hex'),
    outputs.map((output) => join(root, output)),
    work,
  );
  if (built) console.log(`built ${name} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

function filesOf(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.d.ts') && !entry.name.endsWith('.js'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  ensureInstalled();
  const parts = process.argv.slice(2);
  build(parts.length > 0 ? parts : undefined);
}
