import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** What kind of load. */
export interface LoadOptions {
  /** Requests are spread evenly over these. */
  readonly urls: readonly string[];
  /** Requests per second over all URLs, kept constant and spread over the second; a whole number. */
  readonly requestsPerSecond: number;
  /** @default 'GET' */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD';
  /** @default - none */
  readonly headers?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly body?: string;
  /**
   * Seconds after which a request without an answer counts as a time-out.
   * @default 10
   */
  readonly timeoutSeconds?: number;
  /**
   * Seconds of one report.
   * @default 1
   */
  readonly intervalSeconds?: number;
  /** Called with each interval's report. */
  readonly onInterval?: (report: LoadReport) => void;
  /**
   * The file of the load's thread.
   * @default - `load-worker` beside this file
   */
  readonly worker?: string;
}

/** What one interval, or the whole load, brought. */
export interface LoadReport {
  /** Seconds covered. */
  readonly seconds: number;
  /** Requests answered, with whatever status. */
  readonly requests: number;
  readonly byStatus: Readonly<Record<string, number>>;
  /** Answers by their header `x-version`; answers without one are not in it. */
  readonly byVersion: Readonly<Record<string, VersionCount>>;
  /** Answers other than 2xx. */
  readonly non2xx: number;
  /** 5xx answers. */
  readonly serverErrors: number;
  /** Requests that got no answer: connection refused or reset, or closed without one. */
  readonly connectionErrors: number;
  /** Requests without an answer in time. */
  readonly timeouts: number;
  /** Milliseconds, of all answers. */
  readonly latency: { readonly p50: number; readonly p95: number; readonly p99: number; readonly max: number };
}

export interface VersionCount {
  readonly requests: number;
  readonly serverErrors: number;
}

/** A running load. */
export interface Load {
  /** What it brought so far. */
  total(): LoadReport;
  /** Sends no more, waits for the answers under way, and gives the total. Twice is once. */
  stop(): Promise<LoadReport>;
}

type Message =
  | { readonly kind: 'interval'; readonly interval: LoadReport; readonly total: LoadReport }
  | { readonly kind: 'done'; readonly total: LoadReport };

const NOTHING: LoadReport = {
  seconds: 0,
  requests: 0,
  byStatus: {},
  byVersion: {},
  non2xx: 0,
  serverErrors: 0,
  connectionErrors: 0,
  timeouts: 0,
  latency: { p50: 0, p95: 0, p99: 0, max: 0 },
};

/**
 * Starts a load in a thread of its own, where it does not hold up the data plane. It ends with this program.
 *
 * It comes up to its rate in the first second, or as fast as its connections are accepted.
 *
 * Each connection waits for its answer before it sends again (at most 250 connections): when answers take longer than a
 * connection's pause, fewer requests are sent than asked for; `LoadReport.requests` tells.
 *
 * @throws when an option is wrong, or the thread's file is missing
 */
export function startLoad(options: LoadOptions): Load {
  validate(options);
  const { onInterval, worker: file = workerFile(), ...data } = options;
  const worker = new Worker(file, {
    workerData: data,
    // The first comes of autocannon's timers, the second of running from the sources; both are harmless.
    execArgv: ['--disable-warning=TimeoutNegativeWarning', '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'],
  });
  let total = NOTHING;
  const done = new Promise<LoadReport>((resolve, reject) => {
    worker.on('message', (message: Message) => {
      total = message.total;
      if (message.kind === 'done') resolve(message.total);
      else onInterval?.(message.interval);
    });
    worker.once('error', (error) => reject(new Error(`the load ended by itself: ${error.message}`)));
    worker.once('exit', () => reject(new Error('the load ended by itself')));
  });
  done.catch(() => undefined); // told to whoever stops the load
  let stopped: Promise<LoadReport> | undefined;
  return {
    total: () => total,
    stop: () => {
      stopped ??= end(worker, done);
      return stopped;
    },
  };
}

async function end(worker: Worker, done: Promise<LoadReport>): Promise<LoadReport> {
  worker.postMessage('stop');
  try {
    return await done;
  } finally {
    await worker.terminate();
  }
}

function validate({ urls, requestsPerSecond }: LoadOptions): void {
  if (urls.length === 0) throw new Error("'urls' is empty; a load needs at least one URL");
  if (!Number.isInteger(requestsPerSecond) || requestsPerSecond < 1) {
    throw new Error(`'requestsPerSecond' must be a whole number of at least 1, got ${requestsPerSecond}`);
  }
}

function workerFile(): string {
  const candidates = ['load-worker.js', 'load-worker.ts'].map((name) => join(__dirname, name));
  const found = candidates.find((file) => existsSync(file));
  if (!found) throw new Error(`no load-worker.js in ${__dirname}; run 'npm run build' first`);
  return found;
}
