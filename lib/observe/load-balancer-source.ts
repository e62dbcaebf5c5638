import { type Stack, Token } from 'aws-cdk-lib';
import { type ColourDimensions, colourMetric, loadBalancerMetric } from '../rollback/colour-metrics';
import type { ColourSource, ObservedRelease } from './released';

/** What a load balancer counts of the two target groups of a pair. */
export function targetGroupSources(dimensions: ColourDimensions[]): ObservedRelease['colours'] {
  const source = (colour: 'Blue' | 'Green'): ColourSource[] =>
    dimensions
      .filter((one) => one.colour === colour)
      .map((one) => ({ metric: (name, statistic) => colourMetric(one, name, statistic), hasHosts: true }));
  const [[blue], [green]] = [source('Blue'), source('Green')];
  return blue && green ? { blue, green } : undefined;
}

/** What a whole load balancer counts, in the region where it is; hosts are counted by target group only. */
export function loadBalancerSource(fullName: string, { region }: Stack): ColourSource {
  const place = Token.isUnresolved(region) ? {} : { region };
  return { metric: (name, statistic) => loadBalancerMetric(fullName, name, statistic).with(place), hasHosts: false };
}
