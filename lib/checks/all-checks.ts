import type { Check } from './check';
import { alarmByTargetGroup, alarmForBothColours } from './rules/alarm-scope';
import { alarmWithinBake, alarmWithinStep } from './rules/alarm-windows';
import { alarmsRollBack, missingData, nothingWatches, tooManyAlarms } from './rules/alarms';
import { alternateTarget, bothOnRule, rollingOptions } from './rules/built-in';
import { roomForBoth, singleTarget } from './rules/capacity';
import { deployWait } from './rules/deploy-wait';
import { dnsTtl } from './rules/dns-ttl';
import { drainingWithinBake, stopTimeout } from './rules/draining';
import { longBake, longHooks, longSum, networkShift } from './rules/engine-limits';
import { healthCheckPath, healthCheckPort, healthCheckProtocol, sameHealthChecks } from './rules/health-check';
import { imageTag } from './rules/image-tag';
import { openTestListener } from './rules/open-test-listener';
import { listenerElsewhere, liveWeights, oneOwner } from './rules/ownership';
import { reachableCandidate } from './rules/reachable-candidate';
import { rulePriorities } from './rules/rule-priorities';
import { scalingByColour } from './rules/scaling';
import { colourStickiness, differentTargetGroups, groupStickiness } from './rules/target-groups';

/** Every check, by its id. A number is never given to another one. */
export const ALL_CHECKS: readonly Check[] = [
  healthCheckPath,
  healthCheckPort,
  healthCheckProtocol,
  reachableCandidate,
  sameHealthChecks,
  drainingWithinBake,
  stopTimeout,
  alarmWithinStep,
  alarmWithinBake,
  alarmByTargetGroup,
  alarmForBothColours,
  missingData,
  tooManyAlarms,
  nothingWatches,
  alarmsRollBack,
  differentTargetGroups,
  longBake,
  longSum,
  longHooks,
  networkShift,
  colourStickiness,
  groupStickiness,
  openTestListener,
  roomForBoth,
  singleTarget,
  imageTag,
  dnsTtl,
  oneOwner,
  listenerElsewhere,
  alternateTarget,
  bothOnRule,
  rollingOptions,
  rulePriorities,
  liveWeights,
  deployWait,
  scalingByColour,
];
