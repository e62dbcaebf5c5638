import type { ServeOptions } from '../../rehearsal/serve';
import { numberOption, pairsOption } from './number-option';
import type { Ended } from './voice';

export const summary = 'keep the local AWS up, for cdk deploy, the AWS CLI and the release commands';

/** What is typed. */
export interface ServeArguments {
  readonly port: string;
  readonly speed: string;
  readonly live?: string;
  readonly switch: readonly string[];
}

/** What the command needs from the world. */
export interface ServePorts {
  readonly serve: (options: ServeOptions) => Promise<void>;
  /** The command that runs the app when none is given. */
  readonly defaultApp: string;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Serves until the signal aborts. */
export async function serve(args: ServeArguments, ports: ServePorts): Promise<Ended> {
  await ports.serve({
    port: numberOption('--port', args.port, { min: 0, max: 65_535, whole: true }),
    speed: numberOption('--speed', args.speed, { min: 1, max: 1000 }),
    live: args.live ?? ports.defaultApp,
    switches: pairsOption('--switch', args.switch),
    say: ports.say,
    signal: ports.signal,
  });
  return { exitStatus: 0, json: undefined };
}
