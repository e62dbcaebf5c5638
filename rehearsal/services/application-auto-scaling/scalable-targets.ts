import type * as sdk from '@aws-sdk/client-application-auto-scaling';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import { page } from '../page';
import { notFound } from './not-found';
import { SCALER } from './principal';
import { keyOf, type ScalingBook, type TargetKey } from './records';

const PAGE = 50;

/** The operations on scalable targets. */
export function targetOperations(book: ScalingBook, cloud: Cloud) {
  return {
    /** What is not given stays as it is. */
    RegisterScalableTarget: async (input: sdk.RegisterScalableTargetRequest) => {
      const known = book.targets.get(keyOf(input))?.description;
      const MinCapacity = input.MinCapacity ?? known?.MinCapacity;
      const MaxCapacity = input.MaxCapacity ?? known?.MaxCapacity;
      if (MinCapacity === undefined || MaxCapacity === undefined) {
        throw new AwsError(
          'ValidationException',
          'When registering a new scalable target, MinCapacity and MaxCapacity are required',
        );
      }
      if (MinCapacity > MaxCapacity) {
        throw new AwsError('ValidationException', 'Maximum capacity cannot be less than minimum capacity');
      }
      await requireService(input, cloud);
      const ScalableTargetARN =
        known?.ScalableTargetARN ?? cloud.arn('application-autoscaling', `scalable-target/${idOf(book)}`);
      book.targets.set(keyOf(input), {
        description: {
          ServiceNamespace: input.ServiceNamespace,
          ResourceId: input.ResourceId,
          ScalableDimension: input.ScalableDimension,
          MinCapacity,
          MaxCapacity,
          RoleARN: input.RoleARN ?? known?.RoleARN ?? serviceRole(cloud),
          CreationTime: known?.CreationTime ?? new Date(cloud.clock.now()),
          SuspendedState: { ...ACTIVE, ...known?.SuspendedState, ...input.SuspendedState },
          ScalableTargetARN,
        },
      });
      return { ScalableTargetARN };
    },

    DescribeScalableTargets: (input: sdk.DescribeScalableTargetsRequest): sdk.DescribeScalableTargetsResponse => {
      const fitting = [...book.targets.values()].filter(
        ({ description }) =>
          description.ServiceNamespace === input.ServiceNamespace &&
          (!input.ScalableDimension || description.ScalableDimension === input.ScalableDimension) &&
          (!input.ResourceIds?.length || input.ResourceIds.includes(description.ResourceId ?? '')),
      );
      const { items, nextToken } = page(fitting, input.MaxResults ?? PAGE, input.NextToken);
      return { ScalableTargets: items.map(({ description }) => description), NextToken: nextToken };
    },

    /** Its policies go with it. */
    DeregisterScalableTarget: (input: sdk.DeregisterScalableTargetRequest) => {
      if (!book.targets.delete(keyOf(input))) throw notFound('scalable target', input);
      return {};
    },
  };
}

const ACTIVE = {
  DynamicScalingInSuspended: false,
  DynamicScalingOutSuspended: false,
  ScheduledScalingSuspended: false,
};

/** @throws unless it is an ECS service that is there: nothing else scales here */
async function requireService(
  { ServiceNamespace, ResourceId = '', ScalableDimension }: TargetKey,
  cloud: Cloud,
): Promise<void> {
  if (ServiceNamespace !== 'ecs' || ScalableDimension !== 'ecs:service:DesiredCount') {
    throw new AwsError(
      'ValidationException',
      `the local AWS scales the desired count of ECS services only, not '${ScalableDimension}' of '${ServiceNamespace}'`,
    );
  }
  const [kind, cluster, service] = ResourceId.split('/');
  const input = { cluster, services: [service] };
  const { services } = (await cloud.call('ecs', 'DescribeServices', input, SCALER)) as {
    services: { status?: string }[];
  };
  if (kind === 'service' && services[0]?.status === 'ACTIVE') return;
  throw new AwsError('ValidationException', `ECS service doesn't exist: ${ResourceId}`);
}

function serviceRole({ account }: Cloud): string {
  const path = 'aws-service-role/ecs.application-autoscaling.amazonaws.com';
  return `arn:aws:iam::${account}:role/${path}/AWSServiceRoleForApplicationAutoScaling_ECSService`;
}

/** AWS's ids are made of random digits; these count, so that every rehearsal has the same. */
function idOf(book: ScalingBook): string {
  return `0ec5${book.targets.size.toString(16).padStart(31, '0')}`;
}
