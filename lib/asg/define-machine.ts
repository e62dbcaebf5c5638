import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Settings } from '../../lambda/release-asg/environment';
import { colourSources } from '../analysis/colour-sources';
import { probeOf } from '../analysis/probe';
import { Approval } from '../hooks/approval';
import { allow } from '../machine/allow';
import { bindHooks } from '../machine/machine-hooks';
import { ReleaseMachine } from '../machine/release-machine';
import type { Colour, PerColour } from '../machine/workload';
import { DEFAULT_SHIFT } from '../traffic/default-shift';
import { hookContextBehind } from '../traffic/hook-context';
import type { TargetGroupPair } from '../traffic/target-group-pair';
import { secondsUntilUnhealthy } from '../traffic/target-health-check';
import type { Traffic } from '../traffic/traffic';
import type { AsgFacts } from './asg-facts';
import { asgWorkload } from './asg-workload';
import type { BlueGreenAutoScalingGroupProps } from './blue-green-auto-scaling-group-props';
import type { AsgCodeDeploy } from './code-deploy';
import type { AsgColour } from './colour';
import { asgReads, asgReleaseWrites, asgRollbackWrites, asgWrites, launchPermissions, ownOf } from './permissions';
import { PreviousColour } from './previous-colour';
import { requireTestTraffic } from './require-test-traffic';
import { defineRetirement } from './retirement';
import type { Capacities } from './validate-props';

/** What the machine is made of. */
export interface AsgMachineParts {
  readonly props: BlueGreenAutoScalingGroupProps;
  readonly capacities: Capacities;
  readonly traffic: Traffic;
  readonly targetGroups: TargetGroupPair;
  readonly colours: PerColour<AsgColour>;
  /** The role of the instances. */
  readonly role: iam.IRole;
  /** There when candidates may be revisions. */
  readonly codeDeploy?: AsgCodeDeploy;
}

/** Makes the release machine of two Auto Scaling groups, and the one that retires the previous colour later. */
export function defineAsgMachine(scope: Construct, parts: AsgMachineParts): ReleaseMachine {
  const { props, traffic, targetGroups, colours, role, codeDeploy } = parts;
  // An existing group stays as it is, whatever becomes of ours.
  const previous = props.previousColour ?? PreviousColour.scaledToZero();
  const after = props.existing ? undefined : previous._after;
  const retireName = `${scope.node.addr.slice(0, 12)}-retire`;
  const retireArn = after ? stateMachineArn(scope, retireName) : undefined;
  const both = [colours.blue, colours.green];
  const launches = launchPermissions(ownOf(both), role);
  const context = hookContextBehind(traffic, scope, props.vpc, props);
  requireTestTraffic(scope, props, traffic);
  const machine = new ReleaseMachine(scope, 'Machine', {
    kind: 'asg',
    handler: 'release-asg',
    settings: () => settingsOf(parts),
    reads: asgReads(),
    writes: [...asgWrites(traffic, both), ...launches],
    releaseWrites: [
      ...asgReleaseWrites(ownOf(both)),
      ...(codeDeploy?.writes ?? []),
      ...(retireArn ? [allow(['states:StartExecution'], [retireArn])] : []),
    ],
    rollbackWrites: asgRollbackWrites(both),
    steps: (props.shift ?? DEFAULT_SHIFT)._renderSteps(props.bakeTime ?? Duration.minutes(10)),
    hooks: bindHooks(props.hooks ?? [], context),
    approval: props.approval ?? Approval.none(),
    approvalTopic: props.approvalTopic,
    recordRetention: props.recordRetention ?? Duration.days(365),
    removalPolicy: props.removalPolicy ?? RemovalPolicy.DESTROY,
    workload: (decideFunction) =>
      asgWorkload(factsOf(parts, { decideFunction, afterRelease: previous._kind, retireMachine: retireArn })),
    analysis: props.analysis,
    colourSources: colourSources(traffic.loadBalancer, targetGroups),
    probe: probeOf(props.hooks ?? [], context),
    descriptor: () => ({
      listener: traffic.productionListener.listenerArn,
      rule: traffic.productionRule?.listenerRuleArn ?? '',
      testListener: traffic.testListener?.listenerArn ?? '',
      application: codeDeploy?.application.applicationName ?? '',
      ...(props.codeDeployRevision && { revision: props.codeDeployRevision._render() }),
      colours: { blue: described(parts, 'blue'), green: described(parts, 'green') },
    }),
  });
  if (after) {
    const { table, decide } = machine;
    defineRetirement(scope, retireName, { table, decide, after, colours, launches });
  }
  return machine;
}

/** What the machine's definition works on. */
function factsOf(
  parts: AsgMachineParts,
  more: Pick<AsgFacts, 'decideFunction' | 'afterRelease' | 'retireMachine'>,
): AsgFacts {
  const { props, capacities, traffic, codeDeploy } = parts;
  return {
    listener: traffic.productionListener.listenerArn,
    rule: traffic.productionRule?.listenerRuleArn,
    testListener: traffic.testListener?.listenerArn,
    testRule: traffic.testRule?.listenerRuleArn,
    stickinessSeconds: props.stickinessDuration?.toSeconds(),
    colours: { blue: colourFacts(parts, 'blue'), green: colourFacts(parts, 'green') },
    hasExisting: props.existing !== undefined,
    application: codeDeploy?.application.applicationName,
    secondsUntilUnhealthy: secondsUntilUnhealthy(props.healthCheck),
    spotWhileIdle: props.spotWhileIdle ?? false,
    minCapacity: capacities.min,
    maxCapacity: capacities.max,
    ...more,
  };
}

/** What the deciding function is told once for all. */
function settingsOf({ props, capacities, traffic, targetGroups, colours }: AsgMachineParts): Omit<Settings, 'alarms'> {
  const colour = (name: Colour) => ({
    group: colours[name].autoScalingGroup.autoScalingGroupName,
    targetGroup: targetGroups[name].targetGroupArn,
    ...(!colours[name].own && { isExisting: true }),
  });
  return {
    listener: traffic.productionListener.listenerArn,
    rule: traffic.productionRule?.listenerRuleArn,
    blue: colour('blue'),
    green: colour('green'),
    minCapacity: capacities.min,
    maxCapacity: capacities.max,
    desiredCapacity: props.desiredCapacity ?? capacities.min,
    previewCapacity: props.previewCapacity,
    minimumHealthyPercent: props.minimumHealthy?.value ?? 90,
    healthTimeoutSeconds: (props.healthTimeout ?? Duration.minutes(20)).toSeconds(),
  };
}

function colourFacts({ targetGroups, colours, codeDeploy }: AsgMachineParts, colour: Colour) {
  return {
    group: colours[colour].autoScalingGroup.autoScalingGroupName,
    targetGroup: targetGroups[colour].targetGroupArn,
    launchTemplate: colours[colour].own?.launchTemplateId,
    deploymentGroup: codeDeploy?.groups[colour]?.deploymentGroupName,
  };
}

/** A colour, as the descriptor has it. */
function described(parts: AsgMachineParts, colour: Colour) {
  const facts = colourFacts(parts, colour);
  const { own } = parts.colours[colour];
  return {
    ...facts,
    launchTemplate: facts.launchTemplate ?? '',
    deploymentGroup: facts.deploymentGroup ?? '',
    launchTemplateVersion: own?.launchTemplate.latestVersionNumber ?? '',
    ...(!own && { existing: true }),
  };
}

function stateMachineArn(scope: Construct, resourceName: string): string {
  return Stack.of(scope).formatArn({
    service: 'states',
    resource: 'stateMachine',
    resourceName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
