import path from 'node:path';
import { PYTHON } from '../fixtures/python';
import { BARE_ENVIRONMENT } from './bare-environment';
import { run } from './command';
import { generate } from './generated';
import { runWithoutNetwork } from './without-network';

/** Makes and installs the Python package, then synthesises the example of its README with it, without network, into `python.out`. */
export async function synthesisePythonApp(directory: string): Promise<void> {
  const [source = ''] = await generate(['python'], directory);
  const site = path.join(directory, 'site');
  const how = ['--quiet', '--no-deps', '--no-build-isolation', '--no-compile', '--disable-pip-version-check'];
  await run(PYTHON, ['-m', 'pip', 'install', ...how, '--target', site, source], { cwd: directory });
  const env = { ...BARE_ENVIRONMENT, PYTHONPATH: site, CDK_OUTDIR: path.join(directory, 'python.out') };
  await runWithoutNetwork(PYTHON, [path.join(__dirname, 'app.py'), path.join(source, 'README.md')], {
    cwd: directory,
    env,
  });
}
