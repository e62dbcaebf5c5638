import type { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Route53Client } from '@aws-sdk/client-route-53';
import {
  answerRequest,
  type CustomResourceAnswer,
  type CustomResourceRequest,
  type Put,
  readCustomResourceRequest,
} from '../shared/custom-resource';
import { jsonLog, type Log } from '../shared/log';
import { messageOf } from '../shared/message-of';
import { StackUnderUpdate } from '../shared/stack-under-update';
import { APP_SPEC_DIGEST, digestAppSpec } from './app-spec-digest';
import { type Decision, decide, type Facts, type Leads, type TestFacts } from './decide';
import type { ForwardProperties, LiveStateData, LiveStateProperties } from './environment';
import { readExisting } from './existing';
import { colourArns, leads, readActions } from './forwards';
import { readGroup } from './groups';
import { readRecords } from './records';
import { type RunningClients, readRunning } from './running';

/** Clients of all that may be asked; each is used only where the properties name something of it. */
export interface Clients extends RunningClients {
  readonly cloudFormation: CloudFormationClient;
  readonly loadBalancing: ElasticLoadBalancingV2Client;
  readonly autoScaling: AutoScalingClient;
  readonly route53: Route53Client;
}

export interface LiveStateOptions {
  readonly clients: Clients;
  readonly put?: Put;
  readonly log?: Log;
  /** Waits between two tries. */
  readonly pause?: (ms: number) => Promise<void>;
}

/** Tries of all reads together, beside those of the clients: a new policy takes some seconds to be known everywhere. */
const TRIES = 8;

/**
 * The Lambda handler of `Custom::BlueGreenLiveState`: answers what is live, so that CloudFormation writes that and nothing else. For an AppSpec it
 * answers the sha256, which CloudFormation cannot compute either.
 */
export function liveStateHandler(options: LiveStateOptions): (event: unknown) => Promise<void> {
  const { log = jsonLog({ handler: 'live-state' }), pause = sleep } = options;
  return async (event) => {
    const request = readCustomResourceRequest(event);
    const answer = await answerTo(request, options.clients, pause, log);
    log({
      level: answer.status === 'FAILED' ? 'error' : 'info',
      event: 'answer',
      request: request.type,
      requestId: request.requestId,
      ...answer,
    });
    await answerRequest(request, answer, options.put);
  };
}

async function answerTo(
  request: CustomResourceRequest,
  clients: Clients,
  pause: (ms: number) => Promise<void>,
  log: Log,
): Promise<CustomResourceAnswer> {
  // One id for ever: another one would have CloudFormation replace the resource, and a replaced one is not asked on the way back.
  const physicalId = `live-state-${request.logicalId}`;
  // Nothing was made, so there is nothing to delete.
  if (request.type === 'Delete') return { status: 'SUCCESS', physicalId: request.physicalId ?? physicalId };
  if (request.resourceType === APP_SPEC_DIGEST) return digestAppSpec(request);
  for (let tries = 1; ; tries++) {
    try {
      const decision = await look(request, clients);
      if (decision.kind === 'refuse') return { status: 'FAILED', physicalId, reason: decision.reason };
      log({ event: 'live', reason: decision.reason });
      return { status: 'SUCCESS', physicalId, data: dataOf(decision.data) };
    } catch (error) {
      const reason = `what is live could not be read, so nothing is written: ${messageOf(error)}`;
      if (tries === TRIES) return { status: 'FAILED', physicalId, reason };
      log({ level: 'error', event: 'read again', tries, reason });
      await pause(Math.min(1_000 * 2 ** tries, 15_000));
    }
  }
}

async function look(request: CustomResourceRequest, clients: Clients): Promise<Decision> {
  const now = request.properties as unknown as LiveStateProperties;
  const before = request.oldProperties as unknown as Partial<LiveStateProperties>;
  const stack = new StackUnderUpdate(clients.cloudFormation, request.stackId);
  const [isReversed, running, production, test, groups] = await Promise.all([
    stack.isReversing(),
    mayAsk(now, before) ? readRunning(clients, stack, now.Release) : undefined,
    productionOf(clients, stack, now, before),
    now.Test && testOf(clients, stack, now.Test, before.Test),
    now.Groups && groupsOf(clients, stack, now.Groups),
  ]);
  const facts: Facts = {
    construct: now.Construct,
    request: request.type === 'Create' ? 'Create' : 'Update',
    isReversed,
    running,
    start: { blue: Number(now.Start.Blue), green: Number(now.Start.Green) },
    production,
    test,
    groups,
    // On the way back nothing is refused, so nothing need be known.
    existing: isReversed ? undefined : await readExisting(clients.loadBalancing, stack, now, before),
  };
  return decide(facts);
}

/**
 * A service's own releases may be asked for once a policy names the service, which is made after what is protected: not yet when the
 * service comes to ECS in this very update.
 */
function mayAsk(now: LiveStateProperties, before: Partial<LiveStateProperties>): boolean {
  return !('ServiceLogicalId' in now.Release) || (before.Release !== undefined && 'ServiceLogicalId' in before.Release);
}

async function productionOf(
  clients: Clients,
  stack: StackUnderUpdate,
  { Production, Records }: LiveStateProperties,
  before: Partial<LiveStateProperties>,
): Promise<Leads | undefined> {
  if (Records) return readRecords(clients.route53, Records, before.Records);
  return Production && forwardOf(clients, stack, Production, before.Production);
}

async function forwardOf(
  { loadBalancing }: Clients,
  stack: StackUnderUpdate,
  now: ForwardProperties,
  before: ForwardProperties | undefined,
): Promise<Leads> {
  for (const { LogicalId, Kind } of now.Resources) {
    const arn = await stack.tryFind(LogicalId);
    const actions = arn === undefined ? undefined : await readActions(loadBalancing, Kind, arn);
    if (actions) return leads(actions, colourArns(now, before));
  }
  return { kind: 'absent' };
}

async function testOf(
  clients: Clients,
  stack: StackUnderUpdate,
  now: ForwardProperties,
  before: ForwardProperties | undefined,
): Promise<TestFacts> {
  return { leads: await forwardOf(clients, stack, now, before), blue: now.Blue, green: now.Green };
}

async function groupsOf({ autoScaling }: Clients, stack: StackUnderUpdate, groups: LiveStateProperties['Groups'] & {}) {
  const [blue, green] = await Promise.all([
    groups.Blue && readGroup(autoScaling, stack, groups.Blue),
    readGroup(autoScaling, stack, groups.Green),
  ]);
  return { blue, green };
}

function dataOf(data: LiveStateData): Record<string, string | number> {
  return { ...data };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
