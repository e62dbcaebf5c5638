// `npm run bench:<name>`: builds what the benchmark measures, then runs bench/<name>.ts, which prints a table.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { ensureInstalled, fail, node, root, run } from './setup.mjs';

const [name, ...rest] = process.argv.slice(2);
if (!name || !existsSync(join(root, 'bench', `${name}.ts`)))
  fail(`there is no benchmark '${name ?? ''}'; see the folder bench`);
ensureInstalled();
build();
const outfile = join(root, 'dist', 'bench', `${name}.js`);
run(join(root, 'node_modules', '.bin', 'esbuild'), [
  `bench/${name}.ts`,
  '--bundle',
  '--platform=node',
  '--target=node24',
  '--packages=external',
  '--log-level=warning',
  `--outfile=${outfile}`,
]);
run(node, ['--expose-gc', outfile, ...rest]);
