import path from 'node:path';
import { run } from './command';
import { ROOT } from './packed';

/** Languages that jsii makes packages for. */
export type Language = 'python' | 'java' | 'dotnet' | 'go';

/** Generates the packages of some languages, their code only, and answers their folders. */
export async function generate(languages: readonly Language[], directory: string): Promise<string[]> {
  const outdir = path.join(directory, 'generated');
  const pacmak = path.join(ROOT, 'node_modules', 'jsii-pacmak', 'bin', 'jsii-pacmak');
  // Examples in the README and in docstrings are then shown in each language, too.
  const translated = ['--rosetta-unknown-snippets', 'translate'];
  const targets = languages.flatMap((language) => ['--target', language]);
  await run(process.execPath, [pacmak, '--code-only', ...translated, ...targets, '--outdir', outdir, ROOT], {
    cwd: directory,
  });
  return languages.map((language) => path.join(outdir, language));
}
