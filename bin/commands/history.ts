import { renderHistory } from '../views/history';
import type { Paint } from '../views/paint';
import type { Service } from './ports';
import type { Ended, Voice } from './voice';

export const summary = 'list the last releases: when, how long, how they ended, and why';

/** Lists the newest releases of each service, newest first. */
export async function history(services: readonly Service[], voice: Voice, paint: Paint, limit: number): Promise<Ended> {
  const all = await Promise.all(
    services.map(async ({ path, releases }) => ({ service: path, releases: await releases.history(limit) })),
  );
  for (const { service, releases } of all) for (const line of renderHistory(service, releases, paint)) voice.say(line);
  return { exitStatus: 0, json: { services: all } };
}
