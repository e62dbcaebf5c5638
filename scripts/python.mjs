// The Python side of the contract and consumer tests: a virtual environment in .venv with the packages that they name.
// `node scripts/python.mjs` makes it; later runs see that it is there.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fail, once, root } from './setup.mjs';

const requirements = ['contract', 'consumer'].map((kind) => join(root, 'test', kind, 'requirements.txt'));
const venv = join(root, '.venv');
const windows = process.platform === 'win32';
const python = windows ? join(venv, 'Scripts', 'python.exe') : join(venv, 'bin', 'python');

/**
 * Makes the virtual environment when it is not there, or was made for other requirements.
 *
 * Returns `{ python }`, the path of its interpreter, or `{ reason }` when it cannot be made.
 */
export function ensurePython() {
  const base = findPython();
  if (!base) return { reason: 'Python 3.10 or newer with venv is not installed' };
  let reason;
  try {
    once('python', requirements.map((file) => readFileSync(file, 'utf8')).join(), [python], () => {
      console.log('installing Python packages for the contract and consumer tests (once) ...');
      quietly(base, ['-m', 'venv', '--clear', venv]);
      // Compiling all modules takes longer than installing them, and few are used: Python compiles those when it loads them.
      const how = ['--quiet', '--disable-pip-version-check', '--no-compile'];
      quietly(python, ['-m', 'pip', 'install', ...how, ...requirements.flatMap((file) => ['-r', file])]);
    });
  } catch (error) {
    reason = error.message;
  }
  return reason ? { reason } : { python };
}

function findPython() {
  const check = 'import ensurepip, sys, venv; sys.exit(0 if sys.version_info >= (3, 10) else 1)';
  return ['python3', 'python'].find((name) => spawnSync(name, ['-c', check], { stdio: 'ignore' }).status === 0);
}

function quietly(command, args) {
  const { status, stderr, error } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  if (status === 0) return;
  const last = error?.message ?? stderr.trim().split('\n').at(-1);
  throw new Error(`the Python packages could not be installed: ${last}`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { reason } = ensurePython();
  if (reason && process.env.CI === 'true') fail(reason);
  console.log(
    reason
      ? `no contract and consumer tests: ${reason}`
      : `Python of the contract and consumer tests: ${existsSync(python) ? python : 'missing'}`,
  );
}
