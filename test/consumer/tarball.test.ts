import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { run } from './command';
import { makeDirectory, type Packed, pack, ROOT } from './packed';

/** What would be published. */
describe('the tarball', () => {
  const { directory, remove } = makeDirectory();
  const unpacked = path.join(directory, 'package');
  let packed: Packed;

  beforeAll(async () => {
    packed = await pack(directory);
    await run('tar', ['-xzf', packed.filename], { cwd: directory });
    const kilobytes = (bytes: number) => `${Math.round(bytes / 1000)} kB`;
    const { size, unpackedSize, files } = packed;
    process.stderr.write(`tarball: ${kilobytes(size)}, ${kilobytes(unpackedSize)} unpacked, ${files.length} files\n`);
  });

  afterAll(remove);

  /** The paths of all files, without those of `lib`, which are many. */
  const paths = () => packed.files.map((file) => file.path);

  test('has the bundles, the CLI, what the CLI starts, and what people read', () => {
    const others = paths().filter((file) => !/^(dist\/(lib|lambda)|docs)\//.test(file));

    expect(others.sort()).toEqual([
      '.jsii',
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist/bin/bluegreen.js',
      'dist/bin/bluegreen.js.LEGAL.txt',
      'dist/bin/example/server.js',
      'dist/bin/load-worker.js',
      'dist/bin/load-worker.js.LEGAL.txt',
      'dist/handlers/alarm-preflight/index.js',
      'dist/handlers/live-state/index.js',
      'dist/handlers/measure-preflight/index.js',
      'dist/handlers/pre-warm/index.js',
      'dist/handlers/release-asg/index.js',
      'dist/handlers/release-dns/index.js',
      'dist/handlers/release-on-deploy/index.js',
      'dist/handlers/release-report/index.js',
      'dist/handlers/scaling-guard/index.js',
      'dist/handlers/smoke-test/index.js',
      'dist/handlers/watch-built-in/index.js',
      'dist/handlers/watch-ecs/index.js',
      'package.json',
    ]);
  });

  test('has code and declarations of every construct, and of nothing that is no longer there', () => {
    const sources = readdirSync(path.join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' });
    const modules = sources.filter((file) => file.endsWith('.ts')).map((file) => file.slice(0, -'.ts'.length));
    const expected = modules.flatMap((name) => [`dist/lib/${name}.d.ts`, `dist/lib/${name}.js`]);

    expect(
      paths()
        .filter((file) => file.startsWith('dist/lib/'))
        .sort(),
    ).toEqual(expected.sort());
  });

  test('has of the handlers only the types that declarations of constructs name, and of docs only what the README links', () => {
    const rest = paths().filter((file) => /^(dist\/lambda|docs)\//.test(file));

    expect(
      rest.filter(
        (file) =>
          !/^dist\/lambda\/.*(environment|settings|analysis\/plan|shared\/release\/phase)\.d\.ts$|^docs\/.*\.md$|^docs\/pictures\/[\w-]+\.png$/.test(
            file,
          ),
      ),
    ).toEqual([]);
  });

  test('needs nothing at run time but its two peers', () => {
    const manifest = JSON.parse(readFileSync(path.join(unpacked, 'package.json'), 'utf8'));

    expect(manifest.dependencies ?? {}).toEqual({});
    expect(manifest.optionalDependencies ?? {}).toEqual({});
    expect(manifest.bundledDependencies ?? manifest.bundleDependencies ?? []).toEqual([]);
    expect(Object.keys(manifest.peerDependencies).sort()).toEqual(['aws-cdk-lib', 'constructs']);
    expect(Object.keys(manifest.scripts).filter((name) => /install|prepare/.test(name))).toEqual([]);
    for (const file of [manifest.main, manifest.types, ...Object.values<string>(manifest.bin)]) {
      expect(existsSync(path.join(unpacked, file))).toBe(true);
    }
  });

  test('says nothing of the machine that it was made on', () => {
    const machine = [ROOT, process.env.HOME ?? ROOT].filter((folder) => folder.length > '/root'.length);
    const telling = paths().filter((file) => {
      const text = readFileSync(path.join(unpacked, file), 'utf8');
      return machine.some((folder) => [text, sourceMapOf(text)].some((one) => one.includes(`${folder}/`)));
    });

    expect(telling).toEqual([]);
  });
});

/** The inline source map of a compiled file, if it has one. */
function sourceMapOf(text: string): string {
  const encoded = /^\/\/# sourceMappingURL=data:application\/json;base64,(.*)$/m.exec(text)?.[1] ?? '';
  return Buffer.from(encoded, 'base64').toString();
}
