import type { Voice } from './commands/voice';
import { type Paint, paintFor } from './views/paint';

/** How the program speaks: for people on one stream, or not at all; JSON always on stdout. */
export interface Output {
  readonly voice: Voice;
  readonly print: (line: string) => void;
  readonly stream: NodeJS.WriteStream;
  readonly paint: Paint;
  json(document: unknown): void;
}

/**
 * Opens the output.
 *
 * @param target `silent` when stdout is for one JSON document and there is nothing else to tell
 */
export async function openOutput(target: 'stdout' | 'stderr' | 'silent'): Promise<Output> {
  const stream = target === 'stderr' ? process.stderr : process.stdout;
  const print = target === 'silent' ? () => undefined : (line: string) => void stream.write(`${line}\n`);
  return {
    voice: target === 'silent' ? { say: print, progress: print } : await voiceOn(stream, print),
    print,
    stream,
    paint: paintFor(stream),
    json: (document) => process.stdout.write(`${JSON.stringify(document, null, 2)}\n`),
  };
}

/** In a terminal progress stays on one line; elsewhere each is a line of its own. */
async function voiceOn(stream: NodeJS.WriteStream, print: (line: string) => void): Promise<Voice> {
  if (!stream.isTTY || process.env.TERM === 'dumb') return { say: print, progress: print };
  const { createLogUpdate } = await import('log-update');
  const redraw = createLogUpdate(stream);
  return {
    say: (line) => {
      redraw.clear();
      print(line);
    },
    progress: (line) => redraw(line),
  };
}
