// Bundles the CLI with everything it needs (the SDK, the rehearsal), so that the package has no runtime dependencies,
// and compiles the example apps and their server.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './setup.mjs';

const common = {
  absWorkingDir: root,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  logLevel: 'warning',
};

/** The example apps; `bin/example/` is what they run. */
const examples = readdirSync(join(root, 'bin'))
  .filter((file) => /^example-.*\.ts$/.test(file))
  .map((file) => file.replace('.ts', ''));

await Promise.all([
  build({
    ...common,
    entryPoints: ['bin/bluegreen.ts'],
    outfile: join(root, 'dist/bin/bluegreen.js'),
    bundle: true,
    minify: true,
    mainFields: ['module', 'main'],
    legalComments: 'linked',
  }),
  // The load's thread, which the CLI starts from a file of its own.
  build({
    ...common,
    entryPoints: ['rehearsal/stage/load-worker.ts'],
    outfile: join(root, 'dist/bin/load-worker.js'),
    bundle: true,
    minify: true,
    legalComments: 'linked',
  }),
  ...examples.map((name) =>
    build({ ...common, entryPoints: [`bin/${name}.ts`], outfile: join(root, `dist/bin/${name}.js`) }),
  ),
  build({
    ...common,
    entryPoints: ['bin/example/accepted-findings.ts'],
    outfile: join(root, 'dist/bin/example/accepted-findings.js'),
  }),
  build({
    ...common,
    entryPoints: ['bin/example/server.ts'],
    outfile: join(root, 'dist/bin/example/server.js'),
    bundle: true,
  }),
]);
