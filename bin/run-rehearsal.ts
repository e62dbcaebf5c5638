import { existsSync } from 'node:fs';
import path from 'node:path';
import { rehearse as runRehearsal } from '../rehearsal/rehearse';
import { SCENARIOS } from '../rehearsal/scenarios';
import { serve as runServe } from '../rehearsal/serve';
import { askPerson } from './ask-person';
import { Problem } from './commands/problem';
import { type RehearseArguments, rehearse } from './commands/rehearse';
import { type ServeArguments, serve } from './commands/serve';
import type { Ended } from './commands/voice';
import type { Paint } from './views/paint';
import { lineScreen, type Screen, terminalScreen } from './views/screen';

/** Where a rehearsal speaks, and what ends it. */
export interface StageContext {
  /** Prints a line for people. */
  readonly print: (line: string) => void;
  /** Where `print` prints to. */
  readonly stream: NodeJS.WriteStream;
  readonly paint: Paint;
  readonly signal: AbortSignal;
}

/** `bluegreen rehearse` on this terminal. */
export async function rehearseHere(args: RehearseArguments, context: StageContext): Promise<Ended> {
  const { paint, signal } = context;
  const screen = await screenFor(context);
  let asking = false;
  return rehearse(args, {
    rehearse: runRehearsal,
    scenarios: SCENARIOS,
    defaultApp: exampleApp(args.live),
    ask: async (links) => {
      asking = true;
      screen.done();
      return askPerson({ input: process.stdin, output: context.stream, signal }, links).finally(() => {
        asking = false;
      });
    },
    say: (line) => screen.say(line),
    show: (progress) => {
      if (!asking) screen.show(progress);
    },
    done: () => screen.done(),
    paint,
    signal,
  });
}

/** `bluegreen serve` on this terminal. */
export function serveHere(args: ServeArguments, { print, signal }: StageContext): Promise<Ended> {
  return serve(args, { serve: runServe, defaultApp: exampleApp(args.live), say: print, signal });
}

async function screenFor({ stream, print, paint }: StageContext): Promise<Screen> {
  if (!stream.isTTY || process.env.TERM === 'dumb') return lineScreen(print);
  const { createLogUpdate } = await import('log-update');
  return terminalScreen(createLogUpdate(stream), print, paint);
}

/** The example app lies beside the bundled CLI. */
function exampleApp(live: string | undefined): string {
  const server = path.join(__dirname, 'example', 'server.js');
  if (live === undefined && !existsSync(server)) {
    throw new Problem(`the example app is not at ${server}; give --live COMMAND, or run 'npm run build'`);
  }
  return `"${process.execPath}" "${server}"`;
}
