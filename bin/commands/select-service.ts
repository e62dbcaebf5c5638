import type { Service, Services } from './ports';
import { Problem } from './problem';

/**
 * The service that a person means.
 *
 * @param name the whole path (`Shop/Orders`) or its last part (`Orders`); without it there must be one service only
 * @throws Problem listing what there is, when the name is missing, unknown or means several
 */
export async function selectService(services: Services, name?: string): Promise<Service> {
  const found = await allServices(services);
  const matching = name === undefined ? found : matchesOf(found, name);
  if (matching.length === 1) return matching[0];
  if (matching.length === 0) throw new Problem(`there is no service '${name}'; there are: ${paths(found)}`);
  throw new Problem(
    name === undefined
      ? `there are ${found.length} services, name one of them: ${paths(found)}`
      : `'${name}' means ${matching.length} services, give the whole path: ${paths(matching)}`,
  );
}

/** All services, or one when it is named. */
export async function selectServices(services: Services, name?: string): Promise<readonly Service[]> {
  return name === undefined ? allServices(services) : [await selectService(services, name)];
}

/**
 * The service to which a release belongs.
 * @throws Problem when it is of none of them
 */
export async function serviceOf(services: Services, id: string, name?: string): Promise<Service> {
  const candidates = await selectServices(services, name);
  const owns = await Promise.all(candidates.map(({ releases }) => releases.has(id)));
  const owner = candidates.find((_, index) => owns[index]);
  if (owner) return owner;
  throw new Problem(`there is no release '${id}' of ${paths(candidates)}; 'bluegreen history' lists the releases`);
}

async function allServices(services: Services): Promise<readonly Service[]> {
  const found = await services.list();
  if (found.length > 0) return found;
  throw new Problem(
    'no service to release in this account and region (no SSM parameter below /cdk-blue-green/); ' +
      "deploy a stack with a blue-green construct first ('cdk deploy'), or set AWS_PROFILE, AWS_REGION or AWS_ENDPOINT_URL",
  );
}

/** A whole path wins over a last part. */
function matchesOf(found: readonly Service[], name: string): readonly Service[] {
  const exact = found.filter((one) => one.path === name);
  return exact.length > 0 ? exact : found.filter((one) => one.path.split('/').at(-1) === name);
}

function paths(found: readonly Service[]): string {
  return found.map((one) => one.path).join(', ');
}
