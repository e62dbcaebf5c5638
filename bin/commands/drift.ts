import type { Paint } from '../views/paint';
import { type Difference, driftOf } from './drift-of';
import { readNotBack } from './not-taken-back';
import type { Service } from './ports';
import type { Ended, Voice } from './voice';

export const summary = 'show what differs between the template and what is, and which of it nobody has meant to';

/** Tells the differences of each service. Exit status 1 when one of them is not expected. */
export async function drift(services: readonly Service[], voice: Voice, paint: Paint): Promise<Ended> {
  const all = await Promise.all(services.map(observed));
  for (const { service, differences } of all) {
    voice.say(`${service}: ${differences.length === 0 ? 'is as the template says' : ''}`.trimEnd());
    for (const one of differences) voice.say(`  ${line(one, paint)}`);
  }
  const isFine = all.every(({ differences }) => differences.every(({ expected }) => expected));
  return { exitStatus: isFine ? 0 : 1, json: { services: all } };
}

async function observed(service: Service): Promise<{ service: string; differences: Difference[] }> {
  const { path, releases } = service;
  const { traffic, release } = await releases.look();
  const plan = await releases.plan({}, traffic);
  return { service: path, differences: driftOf(traffic, release, plan, await readNotBack(service, traffic)) };
}

function line({ what, said, is, expected, why }: Difference, paint: Paint): string {
  const mark = expected ? paint.good('expected') : paint.bad('unexpected');
  return `${mark}  ${what}: ${is}, not ${said} (${why})`;
}
