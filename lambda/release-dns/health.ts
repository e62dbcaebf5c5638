import { GetHealthCheckStatusCommand, type HealthCheckObservation, type Route53Client } from '@aws-sdk/client-route-53';
import { messageOf } from '../shared/message-of';
import type { ColourSettings } from './environment';

/** How an address answers: a status, or what went wrong. */
export type Probe = (url: string, hostName: string) => Promise<number>;

/** More than this share of Route 53's checkers must reach a target. See "How Route 53 determines whether a health check is healthy". */
const HEALTHY_SHARE = 0.18;

/** What is wrong with a target; undefined when nothing is known to be, also when nobody looks. */
export async function troubleOf(
  client: Route53Client,
  probe: Probe,
  { healthCheck, probe: url }: ColourSettings,
  hostName: string,
): Promise<string | undefined> {
  if (healthCheck) {
    const { HealthCheckObservations = [] } = await client.send(
      new GetHealthCheckStatusCommand({ HealthCheckId: healthCheck }),
    );
    const trouble = observed(HealthCheckObservations);
    if (trouble !== undefined) return trouble;
  }
  if (!url) return undefined;
  let reason = '';
  for (let tries = 0; tries < TRIES; tries += 1) {
    try {
      const status = await probe(url, hostName);
      if (status >= 200 && status < 400) return undefined;
      reason = `answers ${status}`;
    } catch (error) {
      reason = `does not answer: ${messageOf(error)}`;
    }
  }
  return `${url} ${reason}, ${TRIES} times`;
}

/** One answer that is lost on its way, or is an error, says nothing of the target. */
const TRIES = 3;

/** No observation is no health: a health check that has not looked yet proves nothing. */
export function observed(observations: readonly HealthCheckObservation[]): string | undefined {
  const healthy = observations.filter(({ StatusReport }) => StatusReport?.Status?.startsWith('Success')).length;
  if (observations.length > 0 && healthy / observations.length > HEALTHY_SHARE) return undefined;
  return `${healthy} of ${observations.length} health checkers of Route 53 reach it`;
}
