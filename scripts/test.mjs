// `npm test`: lint, type check, build, and every test. The last line counts the checks: `N passed, N failed, N skipped`.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { ensurePython } from './python.mjs';
import { ensureInstalled, node, run, start, stateFolder } from './setup.mjs';

// Beside what follows: pip waits for the network, and the compiler has no need of the build.
const python = start(process.execPath, ['scripts/python.mjs']);
ensureInstalled();
const typeCheck = start(node, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json']);
mkdirSync(stateFolder, { recursive: true });
const counts = { passed: 0, failed: 0, skipped: 0 };

count('lint', run('biome', ['check', '.'], { mayFail: true }).status);
build();
count('type check', await typeCheck);
await python;
const { reason } = ensurePython();
// In CI they fail then: see describeWithPython in test/fixtures/python.ts.
if (reason) console.log(`the tests that need Python are skipped: ${reason}`);
jest();
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed > 0 ? 1 : 0;

function count(name, status) {
  console.log(`${name} ${status === 0 ? 'passed' : 'failed'}`);
  counts[status === 0 ? 'passed' : 'failed']++;
}

function jest() {
  const results = join(stateFolder, 'jest.json');
  rmSync(results, { force: true });
  const { status } = run(
    node,
    ['node_modules/jest/bin/jest.js', '--json', `--outputFile=${results}`, ...process.argv.slice(2)],
    {
      mayFail: true,
      // The results go to the file; the console shows the reporter's lines only.
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites, testResults } = JSON.parse(
    readFileSync(results, 'utf8'),
  );
  const brokenSuites = testResults.filter(
    (suite) => suite.status === 'failed' && suite.assertionResults.length === 0,
  ).length;
  counts.passed += numPassedTests;
  counts.failed += numFailedTests + brokenSuites;
  counts.skipped += numPendingTests;
  if (status !== 0 && counts.failed === 0) counts.failed += Math.max(1, numFailedTestSuites);
}
