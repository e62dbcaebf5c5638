import { Duration, Token } from 'aws-cdk-lib';
import { requireMinutesBetween, requireSecondsBetween, requireWholeBetween } from '../private/range-checks';

/** The longest time between the first and the last step of a shift. */
const MAX_SHIFT_MINUTES = 2880;

/** How large one step of a shift is, and how long it lasts. */
export interface StepShiftOptions {
  /** Percent of production traffic that one step moves to the candidate, a whole number from 1 to 99. */
  readonly stepPercent: number;

  /** How long a step lasts before the next one, in whole minutes; the rollback alarms are watched meanwhile. */
  readonly stepBakeTime: Duration;
}

/** One step of a shift with steps of their own. */
export interface ShiftStepOptions {
  /** Percent of production traffic on the candidate from this step on, a whole number from 1 to 100. */
  readonly percent: number;

  /**
   * How long the step lasts before the next one, in whole seconds; rollback alarms are watched meanwhile.
   *
   * @default - needed, but for the step to 100, which lasts for the construct's `bakeTime`
   */
  readonly bakeTime?: Duration;
}

/**
 * How production traffic moves from the live colour to the candidate.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html
 */
export class TrafficShift {
  /**
   * Moves all production traffic in one step.
   *
   * A bad candidate meets all users until it is noticed, so this is for services where two versions must not serve together.
   */
  public static allAtOnce(): TrafficShift {
    return new TrafficShift('AllAtOnce', 100, Duration.minutes(0));
  }

  /** Moves one small step, lets it bake, then moves the rest. */
  public static canary(options: StepShiftOptions): TrafficShift {
    validateStep(options, 1);
    return new TrafficShift('TimeBasedCanary', options.stepPercent, options.stepBakeTime);
  }

  /** Moves equal steps, each baked, until all production traffic is on the candidate. */
  public static linear(options: StepShiftOptions): TrafficShift {
    validateStep(options, Math.ceil(100 / options.stepPercent) - 1);
    return new TrafficShift('TimeBasedLinear', options.stepPercent, options.stepBakeTime);
  }

  /**
   * Moves steps of any size, each with a bake time of its own; the last is 100 percent.
   *
   * For Auto Scaling groups and DNS names. CodeDeploy knows equal steps only, so an ECS service refuses it.
   */
  public static steps(steps: ShiftStepOptions[]): TrafficShift {
    validateSteps(steps);
    const rendered = steps.slice(0, -1).map(({ percent, bakeTime }) => ({ percent, bakeTime: bakeTime ?? NONE }));
    return new TrafficShift('Steps', 100, NONE, rendered);
  }

  private constructor(
    /** @internal */
    public readonly _type: 'AllAtOnce' | 'TimeBasedCanary' | 'TimeBasedLinear' | 'Steps',
    /** @internal */
    public readonly _stepPercent: number,
    /** @internal */
    public readonly _stepBakeTime: Duration,
    private readonly between: { readonly percent: number; readonly bakeTime: Duration }[] = [],
  ) {}

  /**
   * The steps one by one, the last to 100 percent with the given bake.
   *
   * @internal
   */
  public _renderSteps(bakeTime: Duration): { readonly weight: number; readonly bakeSeconds: number }[] {
    const step = { weight: this._stepPercent, bakeSeconds: this._stepBakeTime.toSeconds() };
    const equal = {
      AllAtOnce: [],
      TimeBasedCanary: [step],
      TimeBasedLinear: Array.from({ length: Math.ceil(100 / this._stepPercent) - 1 }, (_, index) => ({
        ...step,
        weight: this._stepPercent * (index + 1),
      })),
      Steps: this.between.map((one) => ({ weight: one.percent, bakeSeconds: one.bakeTime.toSeconds() })),
    };
    return [...equal[this._type], { weight: 100, bakeSeconds: bakeTime.toSeconds() }];
  }
}

const NONE = Duration.seconds(0);

function validateSteps(steps: ShiftStepOptions[]): void {
  const shown = steps.map(({ percent }) => percent).join(', ');
  if (steps.at(-1)?.percent !== 100) {
    throw new Error(`'steps' must end at 100 percent, got ${shown || 'none'}; add { percent: 100 }`);
  }
  for (const [index, { percent, bakeTime }] of steps.entries()) {
    const before = steps[index - 1]?.percent ?? 0;
    requireWholeBetween(`steps[${index}].percent`, percent, 1, 100);
    if (percent <= before) throw new Error(`'steps' must go up, got ${shown}; ${percent} comes after ${before}`);
    const last = index === steps.length - 1;
    if (last && bakeTime) {
      throw new Error("'bakeTime' of the step to 100 percent is the construct's own 'bakeTime'; set it there");
    }
    if (!last && !bakeTime)
      throw new Error(`'steps[${index}].bakeTime' is missing; say how long ${percent} percent last`);
    requireSecondsBetween(`steps[${index}].bakeTime`, bakeTime, 1, 604_800);
  }
}

function validateStep({ stepPercent, stepBakeTime }: StepShiftOptions, waits: number): void {
  requireWholeBetween('stepPercent', stepPercent, 1, 99, 'to move everything at once use TrafficShift.allAtOnce()');
  const bound = Token.isUnresolved(stepPercent) ? MAX_SHIFT_MINUTES : Math.floor(MAX_SHIFT_MINUTES / waits);
  requireMinutesBetween(
    'stepBakeTime',
    stepBakeTime,
    1,
    bound,
    `a shift may last ${MAX_SHIFT_MINUTES} minutes from the first step to the last; take larger or shorter steps`,
  );
}
