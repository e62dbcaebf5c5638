import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import aslValidator from 'asl-validator';
import { App, Aspects, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readCheckedAssembly } from '../../bin/checked-assembly';
import { runChecks } from '../../lib/checks/run-checks';
import { describeWithPython, PYTHON } from '../fixtures/python';
import { everyDefinitionOf } from '../lib/machine/definitions';

const BIN = path.join(__dirname, '..', '..', 'bin');
const EXAMPLES = readdirSync(BIN)
  .map((file) => /^(example-.*)\.ts$/.exec(file)?.[1])
  .filter((name) => name !== undefined);

const folder = mkdtempSync(path.join(tmpdir(), 'examples-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** An example app's stack class, and the assembly that the app writes when it is run. */
const examples = EXAMPLES.map((name) => {
  const outdir = path.join(folder, name);
  process.env.CDK_OUTDIR = outdir;
  const exported: Record<string, unknown> = require(path.join(BIN, name));
  delete process.env.CDK_OUTDIR;
  const isStack = (one: unknown): one is new (app: App, id: string) => Stack =>
    typeof one === 'function' && one.prototype instanceof Stack;
  return { name, outdir, stackClass: Object.values(exported).find(isStack) };
});

test.each(examples)(
  "$name: cdk-nag's AwsSolutions find nothing that is not accepted with a reason",
  ({ stackClass }) => {
    const app = new App();
    if (!stackClass) throw new Error('the example exports no stack');
    const stack = new stackClass(app, 'Example');
    Aspects.of(app).add(new AwsSolutionsChecks());
    const annotations = Annotations.fromStack(stack);
    const found = [...annotations.findError('*', Match.anyValue()), ...annotations.findWarning('*', Match.anyValue())];

    expect(found.map(({ id, entry }) => `${id} ${entry.data}`)).toEqual([]);
  },
);

test.each(examples)('$name: our own checks find nothing', ({ outdir }) => {
  expect(runChecks(readCheckedAssembly(outdir).stacks)).toEqual([]);
});

/** How many state machines each example has; those of ECS services have one for their analysis or for the deadlines of their deploys. */
const MACHINES: Readonly<Record<string, number>> = {
  'example-analysis': 1,
  'example-app': 0,
  'example-asg': 2,
  'example-builtin': 0,
  'example-deploy': 1,
  'example-dns': 2,
  'example-observe': 0,
};

test.each(examples)('$name: asl-validator finds nothing in any state machine', ({ name, stackClass }) => {
  if (!stackClass) throw new Error('the example exports no stack');
  const definitions = Object.entries(everyDefinitionOf(new stackClass(new App(), 'Example')));

  expect(definitions.length).toBe(MACHINES[name]);
  for (const [id, definition] of definitions) {
    const { isValid, errorsText } = aslValidator(definition);
    expect(`${id}: ${isValid || errorsText()}`).toBe(`${id}: true`);
  }
});

describeWithPython('cfn-lint', () => {
  /** The CDK makes a resource depend on a role and on its policy; the first of the two is said by a reference already. */
  const IGNORED = 'W3005';

  test('finds nothing in the templates of the examples', () => {
    const templates = examples.flatMap(({ outdir }) =>
      readdirSync(outdir)
        .filter((file) => file.endsWith('.template.json'))
        .map((file) => path.join(outdir, file)),
    );

    expect(templates.length).toBeGreaterThanOrEqual(EXAMPLES.length);
    expect(lint(templates)).toBe('');
  });

  function lint(templates: readonly string[]): string {
    try {
      const args = [
        '-c',
        'from cfnlint.runner import main; main()',
        '--ignore-checks',
        IGNORED,
        '--format',
        'parseable',
        '-t',
        ...templates,
      ];
      return execFileSync(PYTHON, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    } catch (error) {
      const { stdout, stderr } = error as { stdout?: string; stderr?: string };
      return `${stdout}${stderr}`;
    }
  }
});
