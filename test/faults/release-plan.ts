import fc from 'fast-check';

/** What a hook function does in a plan. */
export type PlannedHook = 'passes' | 'fails' | 'is-silent' | 'throws';

/** Something that happens to a release at a moment. */
export type Fault =
  | {
      readonly kind:
        | 'candidate-sick'
        | 'candidate-dies'
        | 'live-dies'
        | 'alarm'
        | 'stop'
        | 'second-release'
        | 'promote';
    }
  | { readonly kind: 'throws-once' | 'throws-for-ever' | 'denied'; readonly action: string };

export interface TimedFault {
  /** Seconds after CreateDeployment. */
  readonly at: number;
  readonly fault: Fault;
}

/** One random release, and what goes wrong in it. */
export interface ReleasePlan {
  readonly config: string;
  readonly desiredCount: number;
  readonly bakeMinutes: number;
  readonly readyMinutes?: number;
  readonly hooks: Readonly<Record<string, PlannedHook>>;
  readonly faults: readonly TimedFault[];
}

/** What CodeDeploy calls as the service role, forward and back. */
const ACTIONS = [
  'ecs:DescribeServices',
  'ecs:CreateTaskSet',
  'ecs:UpdateServicePrimaryTaskSet',
  'ecs:DeleteTaskSet',
  'elasticloadbalancing:DescribeTargetGroups',
  'elasticloadbalancing:DescribeListeners',
  'elasticloadbalancing:DescribeRules',
  'elasticloadbalancing:ModifyListener',
  'lambda:Invoke',
  'cloudwatch:DescribeAlarms',
];

const action = fc.constantFrom(...ACTIONS);
const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({
    kind: fc.constantFrom(
      'candidate-sick' as const,
      'candidate-dies' as const,
      'live-dies' as const,
      'alarm' as const,
      'stop' as const,
      'second-release' as const,
      'promote' as const,
    ),
  }),
  fc.record({ kind: fc.constantFrom('throws-once' as const, 'throws-for-ever' as const, 'denied' as const), action }),
);
/** Most hooks pass, so that many releases come as far as the shift. */
const hook = fc.oneof(
  { weight: 20, arbitrary: fc.constant<PlannedHook>('passes') },
  { weight: 1, arbitrary: fc.constantFrom<PlannedHook>('fails', 'is-silent', 'throws') },
);

export const releasePlan: fc.Arbitrary<ReleasePlan> = fc.record({
  config: fc.constantFrom(
    'CodeDeployDefault.ECSAllAtOnce',
    'CodeDeployDefault.ECSCanary10Percent5Minutes',
    'CodeDeployDefault.ECSLinear10PercentEvery1Minutes',
  ),
  desiredCount: fc.integer({ min: 1, max: 3 }),
  bakeMinutes: fc.integer({ min: 0, max: 10 }),
  readyMinutes: fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined, freq: 1 }),
  hooks: fc.record(
    {
      BeforeInstall: hook,
      AfterInstall: hook,
      AfterAllowTestTraffic: hook,
      BeforeAllowTraffic: hook,
      AfterAllowTraffic: hook,
    },
    { requiredKeys: [] },
  ),
  faults: fc.array(fc.record({ at: fc.integer({ min: 0, max: 1_200 }), fault }), { maxLength: 3 }),
});
