import type { Fault } from './fault';
import type { WorkloadKind } from './release/workload';
import type { Outcome } from './report';

/** Something that happens to a release while it runs, beside what its candidate does by itself. */
export type Happening =
  /** A rollback alarm is already firing when the release is asked for. */
  | 'alarm-fires-before'
  /** Every process of the candidate is killed as soon as it has production traffic, and again whenever it comes back. */
  | 'candidate-crashes-while-shifting'
  /** The gate stays undecided. */
  | 'nobody-approves'
  /** A person stops the release while production traffic shifts. */
  | 'person-stops-while-shifting'
  /** One instance of the candidate is taken away while production traffic shifts. */
  | 'instance-dies-while-shifting'
  /** Somebody has moved a tenth of production traffic before the release is asked for. */
  | 'weights-changed-before'
  /** Somebody gives everything back to live by hand while production traffic shifts. */
  | 'weights-changed-while-shifting'
  /** The execution of the release machine is aborted at a call that chance picks, and redriven by a person. */
  | 'machine-killed'
  /** Route 53 refuses requests while production traffic shifts. */
  | 'route53-throttles';

/** A release to rehearse, and how it should end. */
export interface Scenario {
  readonly name: string;
  /** What happens, for the help text. */
  readonly summary: string;
  readonly expected: Outcome;
  /** Where a workload ends otherwise. @default - as `expected` */
  readonly expectedOf?: Partial<Readonly<Record<WorkloadKind, Outcome>>>;
  /** Where releases that are not analysed end otherwise. @default - as with an analysis */
  readonly expectedWithoutAnalysis?: Outcome;
  /** Another good end: which of the two it is depends on what the alarms are like. */
  readonly orElse?: Outcome;
  /** The workloads that it can happen to. @default - all */
  readonly workloads?: readonly WorkloadKind[];
  /** What is wrong with the candidate. */
  readonly fault: Fault;
  readonly happening?: Happening;
  /** The candidate must not get any production traffic. */
  readonly neverShifts?: boolean;
  /** What would have sent the release back, for who sees that nothing did. */
  readonly unnoticed?: string;
}

export const SCENARIOS: readonly Scenario[] = [
  { name: 'good', summary: 'nothing is wrong with the candidate: it becomes live', expected: 'succeeded', fault: {} },
  {
    name: 'errors',
    summary: 'the candidate answers 10 % of the requests with status 500 once it has production traffic',
    expected: 'rolled-back',
    fault: { errorShare: 0.1, fromShiftOn: true },
    unnoticed:
      'RollbackAlarm.errorRate notices such errors, if its threshold is below 10 % and shift and bake give it enough minutes',
  },
  {
    name: 'slow',
    summary: 'the candidate takes 2 seconds longer for every answer once it has production traffic',
    expected: 'rolled-back',
    fault: { latencyMs: 2000, fromShiftOn: true },
    unnoticed:
      'RollbackAlarm.latency notices slow answers, if its threshold is below 2 seconds and shift and bake give it enough minutes',
  },
  {
    name: 'regression',
    summary: 'the candidate answers 3 % of the requests with status 500: an analysis sees it, an alarm at 5 % does not',
    expected: 'rolled-back',
    expectedWithoutAnalysis: 'succeeded',
    fault: { errorShare: 0.03, fromShiftOn: true },
    unnoticed: 'Analysis.ofTargets() notices such errors, if candidate and live have some hundred requests each',
  },
  {
    name: 'smoke-fails',
    summary: 'the candidate is healthy, but what the smoke test asks for does not work',
    expected: 'rolled-back',
    fault: { onlyHealthWorks: true },
    unnoticed:
      "no hook asked for anything that does not work; give a SmokeTest steps for other paths than the health check's",
    neverShifts: true,
  },
  {
    name: 'never-healthy',
    summary: 'the candidate never passes its health check',
    expected: 'rolled-back',
    fault: { neverHealthy: true },
    neverShifts: true,
  },
  {
    name: 'crash-while-shifting',
    summary: 'the candidate crashes once production traffic reaches it',
    expected: 'rolled-back',
    fault: {},
    happening: 'candidate-crashes-while-shifting',
    unnoticed:
      "RollbackAlarm.loadBalancerErrors notices crashes: requests that no target could take are in no colour's metrics",
  },
  {
    name: 'alarm-already-firing',
    summary: 'a rollback alarm is firing before the release starts',
    expected: 'rolled-back',
    // The preflight of the release machine asks first.
    expectedOf: { asg: 'refused', dns: 'refused' },
    fault: {},
    happening: 'alarm-fires-before',
    neverShifts: true,
  },
  {
    name: 'nobody-approves',
    summary: 'nobody promotes the release in time',
    expected: 'rolled-back',
    fault: {},
    happening: 'nobody-approves',
    neverShifts: true,
  },
  {
    name: 'stop-by-hand',
    summary: 'a person stops the release while production traffic shifts',
    expected: 'rolled-back',
    fault: {},
    happening: 'person-stops-while-shifting',
  },
  {
    name: 'instance-dies',
    summary: 'an instance of the candidate dies while production traffic shifts; alarms decide whether that matters',
    expected: 'succeeded',
    orElse: 'rolled-back',
    fault: {},
    happening: 'instance-dies-while-shifting',
    workloads: ['asg'],
  },
  {
    name: 'health-flaps',
    summary: "the candidate's health check fails for three minutes out of five once it has production traffic",
    expected: 'rolled-back',
    fault: { neverHealthy: true, fromShiftOn: true, comesAndGoes: { seconds: 180, everySeconds: 300 } },
    workloads: ['asg'],
  },
  {
    name: 'weights-by-hand',
    summary: 'somebody has moved a tenth of production traffic by hand before the release starts',
    expected: 'refused',
    fault: {},
    happening: 'weights-changed-before',
    workloads: ['asg', 'dns'],
  },
  {
    name: 'weights-by-hand-while-shifting',
    summary: 'somebody gives live everything back by hand while production traffic shifts; the next step goes on',
    expected: 'succeeded',
    fault: {},
    happening: 'weights-changed-while-shifting',
    workloads: ['asg', 'dns'],
  },
  {
    name: 'machine-killed',
    summary: 'the state machine is killed at a random call of the release, and a person redrives it',
    expected: 'succeeded',
    fault: {},
    happening: 'machine-killed',
    workloads: ['asg', 'dns'],
  },
  {
    name: 'route53-throttles',
    summary: 'Route 53 refuses requests while production traffic shifts, because others use up its rate',
    expected: 'succeeded',
    fault: {},
    happening: 'route53-throttles',
    workloads: ['dns'],
  },
];

/** @throws when there is no scenario of that name; the error lists those there are */
export function findScenario(name: string): Scenario {
  const found = SCENARIOS.find((scenario) => scenario.name === name);
  if (!found)
    throw new Error(`there is no scenario '${name}'; there are: ${SCENARIOS.map((one) => one.name).join(', ')}`);
  return found;
}

/** What a scenario's end depends on. */
export interface Released {
  readonly kind: WorkloadKind;
  readonly isAnalysed?: boolean;
}

/** Whether a release of this workload may end so. */
export function isExpected({ orElse, ...scenario }: Scenario, released: Released, outcome: Outcome): boolean {
  return outcome === expectedOutcome(scenario, released) || outcome === orElse;
}

/** How a release of this workload should end. */
export function expectedOutcome(
  { expected, expectedOf, expectedWithoutAnalysis }: Omit<Scenario, 'orElse'>,
  { kind, isAnalysed = false }: Released,
): Outcome {
  if (!isAnalysed && expectedWithoutAnalysis) return expectedWithoutAnalysis;
  return expectedOf?.[kind] ?? expected;
}
