import { drawDashboards } from './dashboard/draw-dashboards';
import type { DrawnDashboard } from './dashboard/drawn-dashboard';
import { deployAssembly } from './deploy-assembly';
import type { Fault } from './fault';
import { type Candidate, instanceProgramFor, programFor } from './programs';
import { findWorkload, severalServices } from './release/find-workload';
import { type OutcomeFacts, reportOf } from './release/outcome';
import { runRelease } from './release/run-release';
import { other } from './release/shares';
import { TrafficCounter } from './release/traffic-counter';
import type { Asks, UsersLoad, Workload } from './release/workload';
import type { Colour, Progress, RehearsalReport } from './report';
import { findScenario, SCENARIOS, type Scenario } from './scenarios';
import { permissionsReport } from './services/iam/permissions-report';
import { type Load, startLoad } from './stage/load';
import { type Assembly, readAssembly } from './template/assembly';
import { releasesIn } from './template/releases';
import { openWorld, type World } from './world';

/** Rehearsal minutes of traffic before the release, so that alarms have something to judge. */
export const WARM_UP_MINUTES = 3;

/** An analysis compares with what CloudWatch has of live, which it shows some minutes late. */
const ANALYSED_WARM_UP_MINUTES = 8;

/** Rehearsal minutes after a release, until its last minutes can be read from CloudWatch and all is quiet again. */
const COOL_DOWN_MINUTES = 6;

/** Rehearsal seconds that a slow answer may span: over more, the minutes that judge it would be over before it is there. */
const SLOW_ANSWER_SECONDS = 60;

export interface RehearseOptions {
  /** The directory of a cloud assembly. */
  readonly assembly: string;
  /** See `SCENARIOS`. */
  readonly scenario: string;
  /**
   * Which service, by its path or the path's last part.
   *
   * @default - the only one there is
   */
  readonly service?: string;
  /** Rehearsal seconds per real second. */
  readonly speed: number;
  /** Users' requests per real second. */
  readonly rate: number;
  /** The command of the live version. */
  readonly live: string;
  /** @default - the same command as live */
  readonly candidate?: string;
  /** Who decides at the gate. */
  readonly approve: 'auto' | Asks;
  readonly switches: Readonly<Record<string, string>>;
  /**
   * Scenarios that are rehearsed before, on the same stage, so that colours have swapped and dashboards show more than one release.
   *
   * @default - none
   */
  readonly after?: readonly string[];
  /**
   * Is given the app's dashboards, with what CloudWatch has, some minutes after the end of the release.
   *
   * @default - the rehearsal ends with the release
   */
  readonly onDashboards?: (dashboards: readonly DrawnDashboard[]) => void;
  readonly onProgress: (progress: Progress) => void;
  /** One line on what is being set up. */
  readonly say: (line: string) => void;
  /** Ends the rehearsal; nothing is left running. */
  readonly signal: AbortSignal;
}

/**
 * Runs a whole release on this computer: stands up the stacks, puts load on them, releases a candidate, and tells what happened.
 *
 * @throws when the assembly, the service or the scenario is not there, a command does not start, or `signal` aborts
 */
export async function rehearse(options: RehearseOptions): Promise<RehearsalReport> {
  const scenario = findScenario(options.scenario);
  const before = (options.after ?? []).map(findScenario);
  const startedAt = Date.now();
  const candidate: Candidate = { healthPath: '/', isShifting: false };
  const failure = new AbortController();
  const signal = AbortSignal.any([options.signal, failure.signal]);
  let fault: Fault = {};
  let load: Load | undefined;
  let users: UsersLoad | undefined;
  const approve = options.approve;
  const world = await openWorld({
    speed: options.speed,
    switches: options.switches,
    endpointPort: 0,
    programOf: (arn) => programFor(options, fault, arn, candidate),
    instanceProgramOf: (instance) => instanceProgramFor(options, fault, instance, candidate),
    onError: (error) => failure.abort(error),
  });
  // A person is no faster because the clock is; and whoever cannot be asked ends the rehearsal.
  const approver =
    approve === 'auto'
      ? approve
      : (...asked: Parameters<Asks>) =>
          world.clock.atRealSpeed(() => approve(...asked)).catch((error) => giveUp(error, failure));
  const releaseOptions = { ...options, approve: approver, signal };
  try {
    const assembly = readAssembly(options.assembly, world.aws.cloud);
    requireRelease(assembly, world, options.service);
    await abortable(deployAssembly(world.aws, assembly, options.say), signal);
    const first = await findWorkload(world, options.service);
    for (const one of [...before, scenario]) requireFitting(one, first);
    users = await first.users();
    const { url, headers } = users;
    options.say(`${options.rate} requests per second on ${url}${headers.host ? `, as ${headers.host}` : ''}`);
    const loadedAt = world.clock.now();
    // Made before the load, and counting until it has stopped: what users saw and what colours served must add up.
    let counter = countTraffic(world, first);
    load = startLoad({ urls: [url], headers, requestsPerSecond: options.rate });
    await world.clock.sleep((first.isAnalysed ? ANALYSED_WARM_UP_MINUTES : WARM_UP_MINUTES) * 60_000, signal);
    signal.throwIfAborted();

    for (const one of before) {
      options.say(`before it, on the same stage: '${one.name}'`);
      fault = one.fault;
      await releaseOne(world, one, candidate, counter, releaseOptions);
      await world.clock.sleep(COOL_DOWN_MINUTES * 60_000, signal);
    }
    if (before.length > 0) {
      // What users saw is told of the last release only.
      await load.stop();
      counter = countTraffic(world, first);
      load = startLoad({ urls: [url], headers, requestsPerSecond: options.rate });
    }
    fault = scenario.fault;
    const { workload, ...released } = await releaseOne(world, scenario, candidate, counter, releaseOptions);
    if (options.onDashboards) {
      await world.clock.sleep(COOL_DOWN_MINUTES * 60_000, signal);
      options.onDashboards(await drawDashboards(world.aws, loadedAt, world.clock.now()));
    }
    return reportOf({
      scenario,
      workload,
      ...released,
      counter,
      liveAfter: liveColour(workload),
      load: await load.stop(),
      permissions: permissionsReport(world.aws.cloud.calls, world.aws.iam),
      inertResourceTypes: world.aws.cloudFormation.inertTypes.unknown,
      switches: world.aws.cloud.switches.mattered,
      realSeconds: (Date.now() - startedAt) / 1000,
      speed: options.speed,
    });
  } finally {
    // Together, because a load that ends waits for the answers under way, and some may never come.
    await Promise.all([load?.stop().catch(() => undefined), users?.close?.(), world.close()]);
  }
}

/** One release on a stage that is up and has load. */
async function releaseOne(
  world: World,
  scenario: Scenario,
  candidate: Candidate,
  counter: TrafficCounter,
  { service, approve, onProgress, signal }: RehearseOptions,
): Promise<Pick<OutcomeFacts, 'result' | 'liveBefore' | 'hooks' | 'startedAt'> & { workload: Workload }> {
  const workload = await findWorkload(world, service);
  const liveBefore = liveColour(workload);
  const asked = workload.hooks().length;
  const over = new AbortController();
  candidate.isShifting = false;
  try {
    await workload.prepare(candidate);
    const startedAt = world.clock.now();
    const result = await runRelease({
      world,
      workload,
      scenario,
      live: liveBefore,
      counter,
      approve,
      onProgress: (progress) => {
        if (!candidate.isShifting && progress.weights[other(liveBefore)] > 0) {
          candidate.isShifting = true;
          const since = world.clock.now();
          candidate.secondsShifting = () => (world.clock.now() - since) / 1000;
          slowDown(world, scenario.fault, over.signal);
        }
        onProgress(progress);
      },
      signal,
    });
    return { workload, result, liveBefore, hooks: workload.hooks().slice(asked), startedAt };
  } finally {
    over.abort();
  }
}

/** Counts users' requests from now on. */
function countTraffic(world: World, { traffic }: Workload): TrafficCounter {
  const counter = new TrafficCounter(traffic);
  world.onRequest((observation) => counter.count(observation));
  return counter;
}

/** Told before anything is deployed. */
function requireRelease({ directory, stacks }: Assembly, { aws }: World, wanted?: string): void {
  const releases = releasesIn(stacks, aws.cloud);
  if (wanted === undefined && releases.length > 1) throw severalServices(releases);
  if (releases.length > 0) return;
  const names = stacks.map(({ name }) => name).join(', ');
  throw new Error(
    `nothing can be released in '${directory}' (stacks: ${names}); give the app a BlueGreenEcsService, a BlueGreenAutoScalingGroup or a BlueGreenDns`,
  );
}

/** Lets time pass so slowly that slow answers come within the minutes in which they are judged. */
function slowDown({ clock }: World, { latencyMs }: Fault, over: AbortSignal): void {
  if (!latencyMs) return;
  void clock.atMost((SLOW_ANSWER_SECONDS * 1000) / latencyMs, () => aborted(over));
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve());
  });
}

/** @throws when the scenario needs what the workload does not have */
function requireFitting(scenario: Scenario, { kind, path, hasGate, alarms }: Workload): void {
  const { name, happening, workloads } = scenario;
  if (workloads && !workloads.includes(kind)) {
    const others = SCENARIOS.filter((one) => !one.workloads || one.workloads.includes(kind)).map((one) => one.name);
    throw new Error(`'${name}' cannot happen to '${path}', which is of kind '${kind}'; what can: ${others.join(', ')}`);
  }
  if (happening === 'nobody-approves' && !hasGate) {
    throw new Error(`service '${path}' asks nobody; give it 'approval: Approval.required(...)' to rehearse '${name}'`);
  }
  if (happening === 'alarm-fires-before' && alarms.length === 0) {
    throw new Error(`service '${path}' has no rollback alarm; give it one with rollbackOn(...) to rehearse '${name}'`);
  }
}

/** The colour that has more of the production traffic. */
function liveColour(workload: Workload): Colour {
  const { blue, green } = workload.weights();
  return blue >= green ? 'blue' : 'green';
}

function giveUp(error: Error, rehearsal: AbortController): never {
  rehearsal.abort(error);
  throw error;
}

/** The work, or the reason of the abort, whichever comes first. */
function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  work.catch(() => undefined); // told to whoever awaits the race
  return Promise.race([work, aborted(signal).then(() => Promise.reject(signal.reason))]);
}
