import type { Properties, Resource, Templates } from './templates';

/** A release as the templates tell it: what moves, who moves it, what is watched meanwhile. What is not in a template is undefined. */
export interface Release {
  /** Who moves the traffic: CodeDeploy, ECS's own strategies, or the release state machine of this package. */
  readonly engine: 'codedeploy' | 'ecs' | 'machine';
  /** What is released. */
  readonly workload: 'ecs' | 'asg' | 'dns';
  /** What findings are about: the deployment group, the service, or the descriptor of the release. */
  readonly resource: Resource;
  readonly service?: Resource;
  readonly task?: Task;
  /** The target groups as the engine is given them, of both colours. */
  readonly targetGroupValues: readonly unknown[];
  /** Those of them that are in a template. */
  readonly targetGroups: readonly Resource[];
  readonly production: Listened;
  readonly test: Listened;
  /** The alarms that are in a template. */
  readonly alarms: readonly Resource[];
  /** How many alarms there are, in a template or not. */
  readonly alarmCount: number;
  /** Whether something compares both colours while traffic shifts. */
  readonly analysis: boolean;
  /** How long each step before the last one lasts, in seconds. */
  readonly stepSeconds?: readonly number[];
  /** How long the previous colour stays after the last step, in seconds. */
  readonly bakeSeconds?: number;
  /** The functions that are asked during a release. */
  readonly hookFunctions: readonly Resource[];
  /** What the descriptor of this package's constructs says. */
  readonly descriptor?: Properties;
}

/** The container that gets the traffic. */
export interface Task {
  readonly definition: Resource;
  readonly container?: Properties;
  readonly port?: number;
}

/** Where requests come in: a listener, and what in it leads to one of the colours. */
export interface Listened {
  /** Whether the engine is given one at all. */
  readonly isGiven: boolean;
  /** The listener, if it is in a template. */
  readonly listener?: Resource;
  /** The listeners and rules in a template that lead to one of the colours. */
  readonly routes: readonly Resource[];
}

/** All that the checks look at. */
export interface Facts {
  readonly templates: Templates;
  readonly releases: readonly Release[];
}
