import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { AnalysisEnvironment } from '../../lambda/shared/analysis/environment';
import { BundledFunction, type BundledFunctionProps } from './bundled-function';
import { renderEnvironment } from './handler-environment';
import type { NetworkAccess } from './network-access';

/** What one bundled handler that reads `SETTINGS` needs to become a function. */
export interface HandlerFunctionProps extends Pick<BundledFunctionProps, 'handler' | 'description' | 'statements'> {
  /** JSON; may hold tokens. */
  readonly settings: string;
  /** What is analysed and probed. @default - nothing */
  readonly environment?: AnalysisEnvironment;
  /** @default - outside of a VPC */
  readonly network?: NetworkAccess;
}

/** A function that goes by its `SETTINGS`. */
export class HandlerFunction extends BundledFunction {
  constructor(scope: Construct, id: string, props: HandlerFunctionProps) {
    const { settings, environment, network } = props;
    super(scope, id, {
      ...props,
      // Three tries of a client, each connecting and answering late, fit in it.
      timeout: Duration.seconds(45),
      environment: renderEnvironment(`${scope.node.path}/${id}`, { SETTINGS: settings, ...environment }),
    });
    if (network?.letInTo) this.letInto(network.letInTo, 'the probe of the candidate');
  }
}
