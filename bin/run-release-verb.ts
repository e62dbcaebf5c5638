import { defaultClients } from './aws/clients';
import { explain } from './aws/explain';
import { SsmServices } from './aws/ssm-services';
import { opener } from './aws/workloads';
import { drift } from './commands/drift';
import { history } from './commands/history';
import { numberOption } from './commands/number-option';
import type { Services, Wanted } from './commands/ports';
import { promote } from './commands/promote';
import { reject } from './commands/reject';
import { release } from './commands/release';
import { rollback } from './commands/rollback';
import { subjectOf } from './commands/running-release';
import { selectService, selectServices } from './commands/select-service';
import { followStatus, status } from './commands/status';
import { stop } from './commands/stop';
import type { Ended, Voice } from './commands/voice';
import type { WatchOptions } from './commands/watch';
import { pause } from './interruption';
import type { Paint } from './views/paint';

export type ReleaseVerb = 'release' | 'status' | 'promote' | 'reject' | 'stop' | 'rollback' | 'history' | 'drift';

/** What is typed after a verb. */
export interface VerbArguments extends Wanted {
  readonly json?: boolean;
  readonly watch?: boolean;
  readonly interval?: string;
  /** The id of a release. */
  readonly release?: string;
  readonly reason?: string;
  readonly limit?: string;
  readonly to?: string;
  readonly force?: boolean;
  readonly finish?: boolean;
}

/** Where a verb speaks, and what ends it. */
export interface VerbContext {
  readonly voice: Voice;
  readonly paint: Paint;
  readonly signal: AbortSignal;
}

/**
 * Runs a verb on AWS, or on the local AWS where AWS_ENDPOINT_URL leads.
 * @throws Problem in one line for everything that a person can put right
 */
export async function runReleaseVerb(
  verb: ReleaseVerb,
  service: string | undefined,
  args: VerbArguments,
  context: VerbContext,
): Promise<Ended> {
  const watch = watchOptions(args, context.signal);
  try {
    const clients = defaultClients();
    const services = new SsmServices(clients.ssm, opener(clients));
    return await dispatch(verb, service, args, watch, services, context);
  } catch (error) {
    throw explain(error);
  }
}

async function dispatch(
  verb: ReleaseVerb,
  name: string | undefined,
  args: VerbArguments,
  watch: WatchOptions | undefined,
  services: Services,
  { voice, paint }: VerbContext,
): Promise<Ended> {
  if (verb === 'release') return release(await selectService(services, name), voice, { ...args, watch });
  const subject = () => subjectOf(services, name, args.release);
  switch (verb) {
    case 'status':
      if (watch) return followStatus(await subject(), voice, watch);
      if (args.release === undefined) return status(await selectServices(services, name), voice, paint);
      return status([(await subject()).service], voice, paint, args.release);
    case 'promote':
      return promote(await subject(), voice, { finish: args.finish, watch });
    case 'reject':
      return reject(await subject(), voice, { reason: args.reason, watch });
    case 'stop':
      return stop(await subject(), voice, { watch });
    case 'rollback':
      return rollback(await subject(), voice, { to: args.to, watch });
    case 'drift':
      return drift(await selectServices(services, name), voice, paint);
    case 'history':
      return history(
        await selectServices(services, name),
        voice,
        paint,
        numberOption('--limit', args.limit ?? '10', { min: 1, max: 100, whole: true }),
      );
  }
}

/** The local AWS is faster than AWS, and nobody's quota. */
function watchOptions({ watch, interval }: VerbArguments, signal: AbortSignal): WatchOptions | undefined {
  const seconds = numberOption('--interval', interval ?? (process.env.AWS_ENDPOINT_URL ? '1' : '5'), {
    min: 0.1,
    max: 3600,
  });
  return watch ? { pause: () => pause(1000 * seconds, signal) } : undefined;
}
