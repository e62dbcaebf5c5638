// What every script needs first: the packages of package-lock.json, and the Node that comes with them.
// Runs on Node 20 and imports nothing but Node itself, because nothing is installed yet.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const stateFolder = join(root, '.setup');
const modules = join(root, 'node_modules');

/** The Node that the project brings, for everything but the scripts themselves. */
export const node = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** The environment of every child: the project's own Node and tools come first. */
export const environment = {
  ...process.env,
  PATH: [dirname(node), join(modules, '.bin'), process.env.PATH].join(delimiter),
};

/** Runs a command of the project; ends the script with its exit status when it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, env: environment, stdio: 'inherit', ...options });
  if (result.error) fail(`'${command}' did not start: ${result.error.message}`);
  if (result.status !== 0 && !options.mayFail) process.exit(result.status ?? 1);
  return result;
}

/** Starts a command of the project beside what follows; resolves with its exit status, or 1 when it did not start. */
export function start(command, args) {
  const child = spawn(command, args, { cwd: root, env: environment, stdio: 'inherit' });
  return new Promise((resolve) => {
    child.on('error', () => resolve(1));
    child.on('exit', (status) => resolve(status ?? 1));
  });
}

export function fail(message) {
  console.error(message);
  process.exit(1);
}

/** Does `work` unless it was done for the same `inputs` (any text) before and its `outputs` are still there. */
export function once(name, inputs, outputs, work) {
  const stamp = join(stateFolder, `${name}.sha256`);
  const hash = createHash('sha256').update(inputs).digest('hex');
  const done = existsSync(stamp) && readFileSync(stamp, 'utf8') === hash && outputs.every((path) => existsSync(path));
  if (done) return false;
  mkdirSync(stateFolder, { recursive: true });
  rmSync(stamp, { force: true });
  work();
  writeFileSync(stamp, hash);
  return true;
}

/** Installs the packages when what is installed is not what package-lock.json says. */
export function ensureInstalled() {
  if (isInstalled()) return;
  console.log('installing packages (once) ...');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  run(npm, ['ci', '--no-fund', '--no-audit', '--loglevel=error'], { env: process.env });
}

/** npm keeps a list of what it installed; packages of other platforms are not in it. */
function isInstalled() {
  const listOf = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;
  const installedList = join(modules, '.package-lock.json');
  if (!existsSync(installedList) || !existsSync(node)) return false;
  const installed = listOf(installedList);
  return Object.entries(listOf(join(root, 'package-lock.json'))).every(
    ([path, { version, optional, peer }]) => path === '' || optional || peer || installed[path]?.version === version,
  );
}
