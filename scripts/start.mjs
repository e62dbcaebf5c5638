// `npm start`: sets up what is missing, builds, and rehearses three releases of the example app, one after another.
import { build } from './build.mjs';
import { ensureInstalled, node, run } from './setup.mjs';

ensureInstalled();
build();
const scenarios = ['good', 'errors', 'smoke-fails'].flatMap((name) => ['--scenario', name]);
run(node, ['dist/bin/bluegreen.js', 'rehearse', ...scenarios, ...process.argv.slice(2)]);
