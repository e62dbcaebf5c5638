#!/usr/bin/env node
import { version } from '../package.json';
import type { Ended } from './commands/voice';
import { failureOf } from './failure';
import { onInterruption } from './interruption';
import { openOutput } from './output';
import { defineProgram } from './program';

/** Runs the command line; the modules of a command are loaded when it is chosen, so that `--version` is quick. */
async function main(argv: readonly string[]): Promise<number> {
  const debug = argv.includes('--debug');
  const signal = onInterruption();
  let exitStatus = 0;
  let json = false;
  const ended = (end: Ended, output: { json(document: unknown): void }, wanted: boolean) => {
    if (wanted) output.json(end.json);
    exitStatus = signal.aborted ? interruptedStatus(signal) : end.exitStatus;
  };
  const program = defineProgram(version, {
    release: async (verb, service, args) => {
      json = args.json ?? false;
      const output = await openOutput(json ? 'silent' : 'stdout');
      const { runReleaseVerb } = await import('./run-release-verb');
      ended(await runReleaseVerb(verb, service, args, { ...output, signal }), output, json);
    },
    rehearse: async (args) => {
      json = args.json === '-';
      const output = await openOutput(json ? 'stderr' : 'stdout');
      const { rehearseHere } = await import('./run-rehearsal');
      ended(await rehearseHere(args, { ...output, signal }), output, json);
    },
    check: async (args) => {
      json = args.json ?? false;
      const output = await openOutput(json ? 'silent' : 'stdout');
      const { checkHere } = await import('./run-check');
      ended(await checkHere(args, { ...output, signal }), output, json);
    },
    serve: async (args) => {
      const output = await openOutput('stdout');
      const { serveHere } = await import('./run-rehearsal');
      ended(await serveHere(args, { ...output, signal }), output, false);
    },
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitStatus;
  } catch (error) {
    const failure = failureOf(signal.aborted ? signal.reason : error, debug);
    if (failure.message) process.stderr.write(`bluegreen: ${failure.message}\n`);
    if (json && failure.message) process.stdout.write(`${JSON.stringify({ error: failure.message })}\n`);
    return failure.exitStatus;
  }
}

function interruptedStatus(signal: AbortSignal): number {
  return failureOf(signal.reason, false).exitStatus;
}

/** All of stdout must be written before the program ends: a pipe takes its time. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
}

// `bluegreen status | head` closes the pipe early; that is nobody's mistake.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

main(process.argv.slice(2)).then(async (status) => {
  await flushed(process.stdout);
  process.exit(status);
});
