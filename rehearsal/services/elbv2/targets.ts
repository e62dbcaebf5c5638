import type {
  DeregisterTargetsInput,
  DeregisterTargetsOutput,
  DescribeTargetHealthInput,
  DescribeTargetHealthOutput,
  RegisterTargetsInput,
  RegisterTargetsOutput,
  TargetDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import { REGISTERED } from '../../stage/health-check';
import { checkRange, required, validationError } from './errors';
import type { InstanceAddresses, TargetGroupRecord, TargetRecord } from './records';
import type { Elbv2State } from './state';
import { describeHealth, NOT_REGISTERED } from './target-health';

/**
 * The operations on the targets of a group.
 *
 * @param addressOf where the instances are
 */
export function targetOperations(state: Elbv2State, cloud: Cloud, addressOf: InstanceAddresses) {
  return {
    /** Registering a target that is there changes nothing; registering one that drains takes it back. */
    RegisterTargets: (input: RegisterTargetsInput): RegisterTargetsOutput => {
      const group = state.targetGroup(input.TargetGroupArn);
      const wanted = required(input.Targets, 'Targets');
      for (const target of wanted) checkTarget(group, target, addressOf);
      const joined = [...group.targets.values()].some((one) => one.drainsUntil === undefined);
      for (const target of wanted) {
        const key = keyOf(group, target);
        const existing = group.targets.get(key);
        if (existing && existing.drainsUntil === undefined) continue;
        group.targets.set(key, newTarget(group, target, joined, addressOf));
      }
      return {};
    },

    /** A target of a group in use drains for the deregistration delay; one of a group not in use is gone at once. */
    DeregisterTargets: (input: DeregisterTargetsInput): DeregisterTargetsOutput => {
      const group = state.targetGroup(input.TargetGroupArn);
      const leaving = required(input.Targets, 'Targets').flatMap((target) => registeredAs(group, target));
      const delayMs = Number(group.attributes.get('deregistration_delay.timeout_seconds')) * 1000;
      for (const [key, target] of leaving) {
        if (!group.inUse || delayMs === 0) group.targets.delete(key);
        else target.drainsUntil ??= cloud.clock.now() + delayMs;
      }
      return {};
    },

    /** Without `Targets`: every target of the group, draining ones too. */
    DescribeTargetHealth: (input: DescribeTargetHealthInput): DescribeTargetHealthOutput => {
      const group = state.targetGroup(input.TargetGroupArn);
      const describe = (target: TargetRecord) => ({
        Target: {
          Id: target.id,
          Port: target.port,
          ...(target.availabilityZone && { AvailabilityZone: target.availabilityZone }),
        },
        HealthCheckPort: healthCheckPort(group, target.port),
        TargetHealth: describeHealth(group, target),
      });
      if (!input.Targets?.length) return { TargetHealthDescriptions: [...group.targets.values()].map(describe) };
      return {
        TargetHealthDescriptions: input.Targets.map((target) => {
          const record = group.targets.get(keyOf(group, target));
          return record ? describe(record) : { Target: target, TargetHealth: NOT_REGISTERED };
        }),
      };
    },
  };
}

function newTarget(
  group: TargetGroupRecord,
  target: TargetDescription,
  joined: boolean,
  addressOf: InstanceAddresses,
): TargetRecord {
  const id = required(target.Id, 'Id');
  return {
    id,
    host: group.description.TargetType === 'instance' ? (addressOf(id) ?? id) : id,
    port: target.Port ?? group.description.Port ?? 0,
    ...(target.AvailabilityZone && { availabilityZone: target.AvailabilityZone }),
    health: REGISTERED,
    joined,
  };
}

function keyOf(group: TargetGroupRecord, target: TargetDescription): string {
  return `${target.Id}:${target.Port ?? group.description.Port ?? 0}`;
}

/** The registrations that a deregistration means: without a port, all of the id. */
function registeredAs(group: TargetGroupRecord, target: TargetDescription): [string, TargetRecord][] {
  const found = [...group.targets].filter(
    ([, one]) => one.id === target.Id && (target.Port === undefined || one.port === target.Port),
  );
  if (found.length === 0) {
    throw new AwsError(
      'InvalidTarget',
      `The following targets are not in the target group '${group.arn}': '${target.Id}${target.Port ? `:${target.Port}` : ''}'`,
    );
  }
  return found;
}

function checkTarget(group: TargetGroupRecord, target: TargetDescription, addressOf: InstanceAddresses): void {
  const id = required(target.Id, 'Id');
  checkRange('Port', target.Port, 1, 65535);
  if (group.description.TargetType === 'ip' && !/^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:]+)$/i.test(id)) {
    throw validationError(`The IP address '${id}' is not a valid IPv4 address`);
  }
  if (group.description.TargetType !== 'instance') return;
  if (!/^i-[0-9a-f]+$/.test(id)) throw validationError(`Instance ID '${id}' is not valid`);
  if (addressOf(id) === undefined) {
    throw new AwsError(
      'InvalidTarget',
      `The following targets are not in a running state and cannot be registered: '${id}'`,
    );
  }
}

function healthCheckPort(group: TargetGroupRecord, targetPort: number): string {
  const { HealthCheckPort: port = 'traffic-port' } = group.description;
  return port === 'traffic-port' ? String(targetPort) : port;
}
