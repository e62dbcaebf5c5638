import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as ssm from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import type { DeploymentWatch } from '../analysis/deployment-watch';
import type { LiveState, StartWeights } from '../live-state/live-state';
import type { TargetGroupPair } from '../traffic/target-group-pair';
import type { Traffic } from '../traffic/traffic';
import type { BlueGreenEcsServiceProps } from './blue-green-ecs-service-props';
import type { TrafficContainer } from './traffic-container';

/** What a service consists of, whoever releases it. */
export interface ServiceParts {
  /** The `BlueGreenEcsService`: everything that a strategy makes gets its ids there. */
  readonly scope: Construct;
  readonly props: BlueGreenEcsServiceProps;
  readonly container: TrafficContainer;
  readonly targetGroups: TargetGroupPair;
  readonly traffic: Traffic;
  /** Is to be told how a release is recognised. */
  readonly live: LiveState;
}

/** A service that can be released. */
export interface ReleasableService {
  readonly service: ecs.BaseService;
  readonly releaseParameter: ssm.IStringParameter;
  readonly application?: codedeploy.IEcsApplication;
  readonly deploymentGroup?: codedeploy.IEcsDeploymentGroup;
  /** Who watches the alarms, for messages. */
  readonly watcher: string;
  /** How many alarms that one watches. */
  readonly maxAlarms: number;
  watch(alarm: cloudwatch.IAlarm): void;
  /** Has somebody tell of its releases, where whoever carries them out tells too little. */
  tell?(): DeploymentWatch;
}

/** How a service is released: what CodeDeploy and ECS itself do differently, and nothing else. */
export interface ReleaseStrategy {
  /** Fails on props that this strategy cannot carry out. */
  validate(props: BlueGreenEcsServiceProps): void;
  /** Whether each listener gets a rule of the service's own; otherwise one that nobody else uses is used whole. */
  readonly hasOwnRules: boolean;
  /** The weights of production that is not there yet. */
  readonly startWeights: StartWeights;
  /** Makes the service and what releases it. */
  define(parts: ServiceParts): ReleasableService;
}
