import { createColors } from 'picocolors';

/** Marks text by its meaning; what the marks look like is decided here only. */
export interface Paint {
  blue(text: string): string;
  green(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  bold(text: string): string;
  dim(text: string): string;
}

/** No marks: for files, pipes and tests. */
export const plain: Paint = paintWith(false);

/** Colours where they are wanted: a terminal, and neither NO_COLOR nor TERM=dumb. */
export function paintFor(stream: { readonly isTTY?: boolean }, environment: NodeJS.ProcessEnv = process.env): Paint {
  const wanted = environment.FORCE_COLOR !== undefined && environment.FORCE_COLOR !== '0';
  const unwanted = Boolean(environment.NO_COLOR) || environment.TERM === 'dumb' || !stream.isTTY;
  return paintWith(wanted || !unwanted);
}

function paintWith(enabled: boolean): Paint {
  const { blue, green, greenBright, red, yellow, bold, dim } = createColors(enabled);
  return { blue, green, good: greenBright, bad: red, warn: yellow, bold, dim };
}
