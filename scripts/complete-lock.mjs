// `npm run lock`: after a change of dependencies. Some registries carry the binaries of their own platform only; npm then leaves
// those of the others out of package-lock.json, and `npm ci` refuses it everywhere. This puts them back, by name and
// version: on their platform they are installed, on all others skipped.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

const OS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const CPU = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

const file = join(root, 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8'));
const added = [];
for (const [path, { optionalDependencies = {} }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const places = [`node_modules/${name}`, `${path}/node_modules/${name}`];
    if (places.some((place) => place in lock.packages)) continue;
    const platform = platformOf(name);
    if (!platform) continue;
    lock.packages[places[0]] = { version, ...platform, dev: true, optional: true };
    added.push(name);
  }
}
const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1));
writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
console.log(added.length > 0 ? `added ${added.length} packages of other platforms` : 'nothing was missing');

/** The platform that a package's name ends with, as in `@swc/core-linux-arm64-musl`. */
function platformOf(name) {
  const words = name.split(/[-/]/);
  const os = OS.find((one) => words.includes(one));
  const cpu = CPU.find((one) => words.includes(one));
  if (words.includes('wasm32')) return { cpu: ['wasm32'] };
  if (!os) return undefined;
  const libc = words.includes('musl') ? { libc: ['musl'] } : words.includes('gnu') ? { libc: ['glibc'] } : {};
  return { os: [os], ...(cpu && { cpu: [cpu] }), ...libc };
}
