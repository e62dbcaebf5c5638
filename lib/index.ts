export { Analysis } from './analysis/analysis';
export { AnalysisOptions, TargetAnalysisOptions } from './analysis/analysis-options';
export { AnalysisRule, AnalysisRuleOptions, LimitRuleOptions } from './analysis/analysis-rule';
export { ColourMetric } from './analysis/colour-metric';
export { InconclusiveAction } from './analysis/inconclusive-action';
export { Measure } from './analysis/measure';
export {
  CountMeasureOptions,
  CountsOptions,
  MeasureOptions,
  SlowRequestsOptions,
  ValueOptions,
} from './analysis/measure-options';
export { BlueGreenAutoScalingGroup } from './asg/blue-green-auto-scaling-group';
export { BlueGreenAutoScalingGroupProps } from './asg/blue-green-auto-scaling-group-props';
export { CodeDeployRevision, CodeDeployRevisionOptions } from './asg/code-deploy-revision';
export { ExistingGroup, ExistingGroupAttributes } from './asg/existing-group';
export { PreviousColour } from './asg/previous-colour';
export { BlueGreenChecks } from './checks/blue-green-checks';
export { BlueGreenDns } from './dns/blue-green-dns';
export { BlueGreenDnsProps } from './dns/blue-green-dns-props';
export { DnsAliasOptions, DnsTarget, DnsTargetOptions } from './dns/dns-target';
export { BlueGreenEcsService } from './ecs/blue-green-ecs-service';
export { BlueGreenEcsServiceProps } from './ecs/blue-green-ecs-service-props';
export { EcsControllerOptions, ReleaseController } from './ecs/release-controller';
export { ReleaseEvent, ReleaseTrigger } from './ecs/release-trigger';
export { Approval, ApprovalOptions, DeadlineAction } from './hooks/approval';
export { Capture } from './hooks/capture';
export { Expect } from './hooks/expect';
export { FunctionHook, FunctionHookOptions } from './hooks/function-hook';
export { HookConfig, HookContext, HookStage, IHook, ReleaseHookContext } from './hooks/hook';
export { HttpHookProps } from './hooks/http-hook-props';
export { HttpStep, HttpStepOptions } from './hooks/http-step';
export { Layer } from './hooks/layer';
export { PreWarm, PreWarmProps } from './hooks/pre-warm';
export { SmokeTest, SmokeTestProps } from './hooks/smoke-test';
export { SmokeTestSecret } from './hooks/smoke-test-secret';
export { DoraMetrics } from './observe/dora-metrics';
export { ReleaseDashboard, ReleaseDashboardProps } from './observe/release-dashboard';
export { ReleaseMetrics } from './observe/release-metrics';
export { ReleaseNotifications, ReleaseNotificationsProps } from './observe/release-notifications';
export { ReleasePhase } from './observe/release-phase';
export { IReleased } from './observe/released';
export { ReleaseProps } from './release/release-props';
export {
  ReleaseOnDeploy,
  ReleaseOnDeployOptions,
  ReleaseOnDeployWait,
} from './release-on-deploy/release-on-deploy';
export { Percent } from './rollback/percent';
export {
  ConnectionErrorsAlarmOptions,
  ErrorRateAlarmOptions,
  LatencyAlarmOptions,
  LoadBalancerErrorsAlarmOptions,
  RollbackAlarm,
  RollbackAlarmOptions,
  UnhealthyHostsAlarmOptions,
} from './rollback/rollback-alarm';
export { Colour } from './traffic/colour';
export { ListenerProps } from './traffic/listener-props';
export { LoadBalancerProps } from './traffic/load-balancer-props';
export { TargetGroupPair, TargetGroupPairProps } from './traffic/target-group-pair';
export { TargetHealthCheck } from './traffic/target-health-check';
export { TargetProps } from './traffic/target-props';
export { ShiftStepOptions, StepShiftOptions, TrafficShift } from './traffic/traffic-shift';
