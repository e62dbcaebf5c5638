import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Problem } from './problem';

/** Where the cloud assembly comes from. */
export interface AssemblySource {
  /** Command line of a CDK app. */
  readonly app?: string;
  /** Directory of an assembly. */
  readonly assembly?: string;
  /** @default - the current directory */
  readonly cwd?: string;
  /** Ends the app when it aborts. */
  readonly signal: AbortSignal;
}

/** A directory that holds an assembly. */
export interface FoundAssembly {
  readonly directory: string;
  /** Removes what was made for it. */
  dispose(): void;
}

/** How many lines of what the app wrote an error shows. */
const LAST_LINES = 5;

/**
 * The assembly to work on: the one named, or that of the app; without either, of the `app` in ./cdk.json, or ./cdk.out.
 *
 * @throws Problem when there is neither, or when the app fails (with its last lines)
 */
export async function findAssembly(source: AssemblySource): Promise<FoundAssembly> {
  const cwd = source.cwd ?? process.cwd();
  if (source.app !== undefined && source.assembly !== undefined) {
    throw new Problem(
      "give either --app or --assembly, not both: '--app' makes the assembly that '--assembly' would name",
    );
  }
  if (source.assembly !== undefined) return asItIs(path.resolve(cwd, source.assembly));
  const cdkJson = readCdkJson(cwd);
  const app = source.app ?? cdkJson.app;
  // As the CDK CLI has it, `app` may also be the directory of an assembly.
  if (app !== undefined && existsSync(path.join(cwd, app, 'manifest.json'))) return asItIs(path.resolve(cwd, app));
  if (app !== undefined) return synthesise(app, cwd, cdkJson.context ?? {}, source.signal);
  const directory = path.join(cwd, 'cdk.out');
  if (existsSync(directory)) return asItIs(directory);
  throw new Problem(`there is no app in ${cwd}: no cdk.json with an 'app', no cdk.out; use --app or --assembly`);
}

interface CdkJson {
  readonly app?: string;
  readonly context?: Readonly<Record<string, unknown>>;
}

function readCdkJson(cwd: string): CdkJson {
  const file = path.join(cwd, 'cdk.json');
  if (!existsSync(file)) return {};
  try {
    const { app, context } = JSON.parse(readFileSync(file, 'utf8'));
    return { app: typeof app === 'string' && app !== '' ? app : undefined, context };
  } catch (cause) {
    throw new Problem(
      `'${file}' is no JSON: ${cause instanceof Error ? cause.message : cause}; repair it, or use --app`,
      2,
      { cause },
    );
  }
}

function asItIs(directory: string): FoundAssembly {
  return { directory, dispose: () => undefined };
}

/** Runs the app as the CDK CLI does: through a shell, with the directory and the context in the environment. */
async function synthesise(
  command: string,
  cwd: string,
  context: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<FoundAssembly> {
  const directory = mkdtempSync(path.join(tmpdir(), 'bluegreen-'));
  const dispose = () => rmSync(directory, { recursive: true, force: true });
  try {
    const env = {
      CDK_DEFAULT_ACCOUNT: '123456789012',
      CDK_DEFAULT_REGION: 'us-east-1',
      ...process.env,
      CDK_OUTDIR: directory,
      CDK_CONTEXT_JSON: JSON.stringify({ 'aws:cdk:enable-asset-metadata': true, ...context }),
    };
    await runApp(command, cwd, env, signal);
    if (!existsSync(path.join(directory, 'manifest.json'))) {
      throw new Problem(`the app '${command}' ended without an assembly; does it call app.synth()?`);
    }
    return { directory, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

function runApp(command: string, cwd: string, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    // A group of its own, so that the shell's children end with it.
    const child = spawn(command, { cwd, env, shell: true, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const said: string[] = [];
    const keep = (data: Buffer) => said.push(data.toString());
    child.stdout.on('data', () => undefined);
    child.stderr.on('data', keep);
    const end = () => {
      try {
        if (child.pid) process.kill(-child.pid, 'SIGTERM');
      } catch {
        // It has ended already.
      }
    };
    if (signal.aborted) end();
    signal.addEventListener('abort', end);
    child.on('error', (cause) =>
      reject(new Problem(`the app '${command}' does not start: ${cause.message}`, 2, { cause })),
    );
    child.on('close', (code, killedBy) => {
      signal.removeEventListener('abort', end);
      if (signal.aborted) return reject(signal.reason);
      if (code === 0) return resolve();
      const output = said.join('').trimEnd();
      const how = code === null ? killedBy : `exit status ${code}`;
      const cause = Object.assign(new Error('the app failed'), { stack: `the app, which wrote:\n${output}` });
      reject(new Problem(`the app '${command}' failed with ${how}${lastWords(output)}`, 2, { cause }));
    });
  });
}

/** What an app said of its end. Its stack trace is left to --debug, where it has one: the error stands before that, the CDK's own as `[«Code» words`. */
function lastWords(output: string): string {
  const lines = output
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s+(at |\.{3}|\(no user code)|^Node\.js v\d/.test(line));
  const error = lines.findLastIndex((line) => /^(Uncaught )?[\w.]*(Error|Exception)\b|^\[?«\w+» /.test(line));
  const last = error < 0 ? lines.slice(-LAST_LINES) : lines.slice(error, error + LAST_LINES);
  if (last.length === 0) return '';
  return last.length === 1 ? `: ${last[0]}` : `:\n  ${last.join('\n  ')}`;
}
