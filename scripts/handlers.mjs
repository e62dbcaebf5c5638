/**
 * Bundles every handler, `lambda/<handler>/index.ts`, into `dist/handlers/<handler>/index.js`.
 * Run directly, or call `bundleHandlers()`.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** The names of all handlers: the folders of `lambda/` that have an entry. */
export function handlerNames() {
  const folders = readdirSync(path.join(root, 'lambda'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  return folders.map(({ name }) => name).filter((name) => existsSync(path.join(root, 'lambda', name, 'index.ts')));
}

/**
 * Bundles them all. Nothing is left external but what can never be reached: a handler needs no layer and no SDK of the runtime.
 *
 * @returns {Promise<{ name: string, file: string, bytes: number }[]>}
 */
export async function bundleHandlers(outDir = path.join(root, 'dist', 'handlers')) {
  const names = handlerNames();
  const stale = existsSync(outDir) ? readdirSync(outDir).filter((name) => !names.includes(name)) : [];
  for (const name of stale) rmSync(path.join(outDir, name), { recursive: true });
  return Promise.all(
    names.map(async (name) => {
      const file = path.join(outDir, name, 'index.js');
      const { metafile } = await build({
        absWorkingDir: root,
        entryPoints: [path.join('lambda', name, 'index.ts')],
        outfile: file,
        bundle: true,
        platform: 'node',
        target: 'node22',
        format: 'cjs',
        // ES modules first: only these can be shaken.
        mainFields: ['module', 'main'],
        minify: true,
        // Errors are told by messages, and names of classes are part of them; a source map would be as large as the bundle.
        keepNames: false,
        sourcemap: false,
        legalComments: 'none',
        metafile: true,
        logLevel: 'warning',
        external: UNREACHABLE,
        plugins: [shakableSchemas],
      });
      const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
      return { name, file, bytes };
    }),
  );
}

/**
 * The SDK loads these lazily: the first for operations that stream events, of which no handler calls one, the others in turn when no
 * credentials are in the environment, where Lambda always puts them. They would be dead weight (a quarter of a bundle).
 */
const UNREACHABLE = [
  '@smithy/core/event-streams',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-login',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
];

/**
 * The schemas of the SDK's clients have keys such as `{ [_xN]: 1 }` with `const _xN = "xmlName"` above. A computed key may have
 * effects, so esbuild keeps every schema of every operation. Written as plain keys, those that are not used fall away; of
 * the EC2 client this is 530 kB.
 *
 * @type {import('esbuild').Plugin}
 */
const shakableSchemas = {
  name: 'shakable-schemas',
  setup({ onLoad }) {
    onLoad({ filter: /@aws-sdk[\\/]client-[^\\/]+[\\/]dist-es[\\/]schemas[\\/][^\\/]+\.js$/ }, ({ path: file }) => {
      const source = readFileSync(file, 'utf8');
      const texts = new Map(
        [...source.matchAll(/^const (_\w+) = ("[^"\\]*");$/gm)].map(([, name, text]) => [name, text]),
      );
      const contents = source.replace(/\[(_\w+)\]:/g, (whole, name) =>
        texts.has(name) ? `${texts.get(name)}:` : whole,
      );
      return { contents: JSON_CLIENTS.test(file) ? withoutUnnamedErrors(contents) : contents, loader: 'js' };
    });
  },
};

/** The clients in whose protocol an error's code is its class's name. */
const JSON_CLIENTS = /client-(codedeploy|dynamodb|ecs|secrets-manager|ssm)[\\/]/;

/**
 * A registered error keeps its class and its schema in the bundle, and CodeDeploy has 110 of them. An error that no handler names needs neither: the SDK
 * throws it as its client's general exception then, with the same name and message.
 */
function withoutUnnamedErrors(source) {
  return source.replace(/^n0_registry\.registerError\(\w+\$, (\w+)\);$/gm, (whole, name) =>
    namedErrors().has(name) ? whole : '',
  );
}

let named;
function namedErrors() {
  named ??= new Set(
    readdirSync(path.join(root, 'lambda'), { recursive: true })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => readFileSync(path.join(root, 'lambda', file), 'utf8').match(/\b\w+Exception\b/g) ?? []),
  );
  return named;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, bytes } of await bundleHandlers()) console.log(`${name}: ${(bytes / 1000).toFixed(0)} kB`);
}
