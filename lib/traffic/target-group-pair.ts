import { Duration, Tokenization } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { requireSecondsBetween, requireWholeBetween } from '../private/range-checks';
import { renderHealthCheck } from './target-health-check';
import type { TargetProps } from './target-props';

/** Properties of a `TargetGroupPair`. */
export interface TargetGroupPairProps extends TargetProps {
  /** The VPC of the targets. */
  readonly vpc: ec2.IVpc;

  /**
   * What the targets are registered as.
   *
   * @default TargetType.IP
   */
  readonly targetType?: elbv2.TargetType;

  /**
   * The port that targets serve on, 1 to 65535; a target that is registered with a port of its own has that.
   *
   * @default 80
   */
  readonly port?: number;

  /**
   * An existing target group that is blue. It stays as it is: health check, port and the other properties are green's then.
   *
   * @default - a new target group
   */
  readonly blue?: elbv2.IApplicationTargetGroup;
}

/**
 * The two target groups that production traffic moves between, one of each colour.
 *
 * Blue and green are fixed sets of resources. Which one is live changes with every release, so nothing that is
 * built on a pair may assume that blue is live.
 */
export class TargetGroupPair extends Construct {
  /** The blue target group; live until the first release. */
  public readonly blue: elbv2.IApplicationTargetGroup;

  /** The green target group; idle until the first release. */
  public readonly green: elbv2.ApplicationTargetGroup;

  private readonly stickinessDuration?: Duration;

  constructor(scope: Construct, id: string, props: TargetGroupPairProps) {
    super(scope, id);
    validate(props);

    this.stickinessDuration = props.stickinessDuration;
    this.blue = props.blue ?? this.defineTargetGroup('Blue', props);
    this.green = this.defineTargetGroup('Green', props);
  }

  /**
   * The action of the production listener: all weight on blue, none on green.
   *
   * This is the shape that CodeDeploy rewrites the action to anyway, on its scale of 0 to 100. Naming green too, without weight,
   * makes the load balancer check the health of its targets before they get traffic.
   */
  public get productionAction(): elbv2.ListenerAction {
    return this._weightedAction(100, 0);
  }

  /**
   * The same action with weights that are known to CloudFormation only.
   *
   * @internal
   */
  public _weightedAction(blue: number, green: number): elbv2.ListenerAction {
    return elbv2.ListenerAction.weightedForward(
      [
        { targetGroup: this.blue, weight: blue },
        { targetGroup: this.green, weight: green },
      ],
      { stickinessDuration: this.stickinessDuration },
    );
  }

  /**
   * Whether clients stay with their colour.
   *
   * @internal
   */
  public get _sticks(): boolean {
    return this.stickinessDuration !== undefined;
  }

  /**
   * The action of the test listener: a plain forward to blue.
   *
   * CodeDeploy asks that the live task set is behind its listeners, and it points the test listener at the candidate by itself.
   * A plain forward is what it was seen to leave there, so the template and what is live agree.
   */
  public get testAction(): elbv2.ListenerAction {
    return elbv2.ListenerAction.forward([this.blue], { stickinessDuration: this.stickinessDuration });
  }

  private defineTargetGroup(colour: string, props: TargetGroupPairProps): elbv2.ApplicationTargetGroup {
    const group = new elbv2.ApplicationTargetGroup(this, colour, {
      vpc: props.vpc,
      targetType: props.targetType ?? elbv2.TargetType.IP,
      protocol: elbv2.ApplicationProtocol.HTTP,
      port: props.port ?? 80,
      healthCheck: renderHealthCheck(props.healthCheck ?? {}),
    });
    for (const [name, value] of Object.entries(renderAttributes(props))) group.setAttribute(name, value);
    return group;
  }
}

/**
 * The attributes of both groups, by AWS's names: the CDK's own properties for them refuse tokens.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html
 */
function renderAttributes({ deregistrationDelay, slowStart, stickinessDuration }: TargetGroupPairProps) {
  return {
    'deregistration_delay.timeout_seconds': secondsOf(deregistrationDelay ?? Duration.seconds(30)),
    ...(slowStart && { 'slow_start.duration_seconds': secondsOf(slowStart) }),
    ...(stickinessDuration && {
      'stickiness.enabled': 'true',
      'stickiness.type': 'lb_cookie',
      'stickiness.lb_cookie.duration_seconds': secondsOf(stickinessDuration),
    }),
  };
}

function secondsOf(duration: Duration): string {
  return Tokenization.stringifyNumber(duration.toSeconds());
}

function validate(props: TargetGroupPairProps): void {
  requireWholeBetween('port', props.port, 1, 65535);
  requireSecondsBetween('deregistrationDelay', props.deregistrationDelay, 0, 3600);
  requireSecondsBetween('slowStart', props.slowStart, 30, 900, 'leave it out for no slow start');
  requireSecondsBetween('stickinessDuration', props.stickinessDuration, 1, 604800, 'leave it out for no stickiness');
}
