import type { IAspect } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { checkAtSynth } from './check-at-synth';

/**
 * Checks every blue-green release of an app when it is synthesised: those of this package's constructs, and those that CodeDeploy or ECS
 * makes for plain `aws-cdk-lib` constructs.
 *
 * What AWS would refuse is an error; what only hurts is a warning, which can be acknowledged by its id:
 *
 * ```ts
 * Aspects.of(app).add(new BlueGreenChecks());
 * Annotations.of(service).acknowledgeWarning('BG025', 'a second task would take twice the license');
 * ```
 *
 * The constructs of this package check themselves without it. An aspect of the app does not reach into a `Stage`: add it to each stage.
 *
 * `docs/checks.md` lists all checks.
 */
export class BlueGreenChecks implements IAspect {
  private readonly scopes: IConstruct[] = [];

  /** Takes what the aspect was added to; what is inside comes with it. */
  public visit(node: IConstruct): void {
    if (this.scopes.some((scope) => node.node.scopes.includes(scope))) return;
    this.scopes.push(node);
    checkAtSynth(node);
  }
}
