import { CommanderError } from 'commander';
import { Problem } from '../../bin/commands/problem';
import { failureOf } from '../../bin/failure';
import { Interrupted } from '../../bin/interruption';
import { defineProgram } from '../../bin/program';

/** Parses a command line, and gives what was to be done. */
async function parsed(...argv: string[]): Promise<unknown[]> {
  const done: unknown[] = [];
  const program = defineProgram('1.2.3', {
    release: async (verb, service, args) => void done.push(verb, service, args),
    rehearse: async (args) => void done.push('rehearse', args),
    serve: async (args) => void done.push('serve', args),
    check: async (args) => void done.push('check', args),
  });
  const quiet = { writeOut: () => undefined, writeErr: () => undefined };
  for (const command of [program, ...program.commands]) command.configureOutput(quiet);
  await program.parseAsync(argv, { from: 'user' });
  return done;
}

describe('the command line', () => {
  test('rehearses the good scenario when nothing is said', async () => {
    expect(await parsed('rehearse')).toEqual([
      'rehearse',
      { scenario: ['good'], speed: '80', rate: '200', approve: 'auto', switch: [] },
    ]);
  });

  test('checks what is there, and counts errors only, when nothing is said', async () => {
    expect(await parsed('check')).toEqual(['check', {}]);
    expect(await parsed('check', '--assembly', 'out', '--strict', '--json')).toEqual([
      'check',
      { assembly: 'out', strict: true, json: true },
    ]);
  });

  test('collects scenarios and switches', async () => {
    const [, args] = await parsed(
      'rehearse',
      '--scenario',
      'errors',
      '--scenario',
      'slow',
      '--switch',
      'a=b',
      '--switch',
      'c=d',
    );
    expect(args).toMatchObject({ scenario: ['errors', 'slow'], switch: ['a=b', 'c=d'] });
  });

  test.each([
    [
      ['release', 'Orders', '--task-definition', 'orders:7', '--watch'],
      ['release', 'Orders', { taskDefinition: 'orders:7', watch: true }],
    ],
    [
      ['status', '--json'],
      ['status', undefined, { json: true }],
    ],
    [
      ['promote', '--finish', '--release', 'd-1'],
      ['promote', undefined, { finish: true, release: 'd-1' }],
    ],
    [
      ['stop', 'Orders', '--watch', '--interval', '2'],
      ['stop', 'Orders', { watch: true, interval: '2' }],
    ],
    [['rollback'], ['rollback', undefined, {}]],
    [
      ['reject', '--reason', 'too slow'],
      ['reject', undefined, { reason: 'too slow' }],
    ],
    [
      ['history', 'Orders', '--limit', '3'],
      ['history', 'Orders', { limit: '3' }],
    ],
    [
      ['release', '--launch-template-version', 'blue=7', '--launch-template-version', 'green=5'],
      ['release', undefined, { launchTemplateVersion: ['blue=7', 'green=5'] }],
    ],
    [
      ['serve', '--port', '0'],
      ['serve', { port: '0', speed: '10', switch: [] }],
    ],
  ])('understands %j', async (argv, done) => {
    expect(await parsed(...argv)).toEqual(done);
  });

  test.each([[['nope']], [['status', '--nope']], [['status', 'a', 'b']], [['rehearse', '--speed']], [[]]])(
    'ends in 2 for %j',
    async (argv) => {
      const error = await parsed(...argv).catch((caught: unknown) => caught);
      expect(failureOf(error, false)).toEqual({ exitStatus: 2 });
    },
  );

  test.each([[['--version']], [['--help']], [['release', '--help']], [['help', 'release']]])(
    'ends in 0 for %j',
    async (argv) => {
      const error = await parsed(...argv).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(CommanderError);
      expect(failureOf(error, false)).toEqual({ exitStatus: 0 });
    },
  );
});

describe('an error ends the program', () => {
  test.each<[unknown, number, string | undefined]>([
    [new Problem('bad port'), 2, 'bad port'],
    [new Problem('it has ended', 1), 1, 'it has ended'],
    [new Error('port 80 is in use'), 2, 'port 80 is in use'],
    [new TypeError('x is undefined'), 1, 'unexpected TypeError: x is undefined; --debug shows where'],
    [new Interrupted('SIGINT'), 130, undefined],
    [new Interrupted('SIGTERM'), 143, undefined],
    ['text', 1, 'text'],
  ])('%p', (error, exitStatus, message) => {
    expect(failureOf(error, false)).toEqual({ exitStatus, message });
  });

  test('with stack traces, of its causes too, under --debug', () => {
    const { message } = failureOf(new Problem('outer', 2, { cause: new Error('inner') }), true);
    expect(message).toMatch(/Problem: outer\n\s+at [\s\S]*caused by Error: inner\n\s+at /);
  });
});
