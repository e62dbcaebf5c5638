import { spawn } from 'node:child_process';

/** Where and how a command runs. */
export interface CommandOptions {
  readonly cwd: string;
  /** All of its environment. */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Runs a command to its end and answers what it printed to stdout.
 *
 * @throws when it does not start, or ends with another status than 0; the error has what it printed
 */
export function run(command: string, args: readonly string[], options: CommandOptions): Promise<string> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (part) => {
    stdout += part;
  });
  child.stderr.on('data', (part) => {
    stderr += part;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => {
      if (status === 0) return resolve(stdout);
      const line = [command, ...args].join(' ');
      reject(new Error(`'${line}' ended with ${status ?? signal}:\n${stdout}${stderr}`));
    });
  });
}
