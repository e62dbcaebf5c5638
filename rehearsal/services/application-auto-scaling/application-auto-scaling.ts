import type { Cloud } from '../../cloud';
import type { Service } from '../../service';
import { keyOf, ScalingBook, type TargetKey } from './records';
import { targetOperations } from './scalable-targets';
import { Scaler } from './scaler';
import { policyOperations } from './scaling-policies';

export { APPLICATION_AUTO_SCALING_SWITCHES } from './switches';

/**
 * Application Auto Scaling of ECS services: target tracking and step policies, which really scale, and their suspension. Scheduled and
 * predictive scaling are not here.
 */
export class ApplicationAutoScaling implements Service {
  public readonly prefix = 'application-autoscaling';
  public readonly book = new ScalingBook();
  public readonly operations;
  private readonly scaler: Scaler;

  constructor(private readonly cloud: Cloud) {
    this.operations = { ...targetOperations(this.book, cloud), ...policyOperations(this.book, cloud) };
    this.scaler = new Scaler(this.book, cloud);
  }

  /** The target that a call is about: AWS makes its id, so the input does not tell it. */
  public resourcesOf(operation: string, input: unknown): string[] | undefined {
    if (operation.startsWith('Describe')) return undefined;
    const key = (input ?? {}) as TargetKey;
    const known = this.book.targets.get(keyOf(key))?.description.ScalableTargetARN;
    return [known ?? this.cloud.arn('application-autoscaling', 'scalable-target/new')];
  }

  /** Nothing is scaled from now on. */
  public stop(): void {
    this.scaler.stop();
  }
}
