import type { Progress } from '../../rehearsal/report';
import type { Paint } from './paint';
import { describeProgress, progressKey, renderProgress } from './progress';

/** Where a rehearsal shows how far it is. */
export interface Screen {
  show(progress: Progress): void;
  /** Prints a line that stays, above the view. */
  say(line: string): void;
  /** The view ends. */
  done(): void;
}

/** Redraws text in place; what the package log-update is. */
export interface Redraw {
  (text: string): void;
  clear(): void;
  done(): void;
}

/** Redraws the view in place. */
export function terminalScreen(redraw: Redraw, print: (line: string) => void, paint: Paint): Screen {
  let shown = '';
  return {
    show: (progress) => {
      shown = renderProgress(progress, paint).join('\n');
      redraw(shown);
    },
    say: (line) => {
      redraw.clear();
      print(line);
      if (shown) redraw(shown);
    },
    done: () => {
      redraw.clear();
      redraw.done();
      shown = '';
    },
  };
}

/** One line per change: for pipes and logs. */
export function lineScreen(print: (line: string) => void): Screen {
  let last = '';
  return {
    show: (progress) => {
      const key = progressKey(progress);
      if (key !== last) print(`  ${describeProgress(progress)}`);
      last = key;
    },
    say: print,
    done: () => {
      last = '';
    },
  };
}
