/**
 * The contract between the construct and the handler: what the properties of `Custom::BlueGreenRelease` say. CloudFormation makes texts of all
 * scalars.
 */
export interface ReleaseProperties {
  /** What is released, in words: `<stack>/<construct>`. */
  readonly Construct: string;
  /** What the template wants to be live. Another one starts a release. */
  readonly Version: string;
  /** What the stack waits for. */
  readonly WaitsFor: 'start' | 'shifted' | 'baked';
  /** How long it waits at most. */
  readonly WithinSeconds: string;
  /** ARN of the machine that calls back at the deadline. */
  readonly DeadlineMachine: string;
  readonly Target: DeploymentTarget | MachineTarget;
}

/** An ECS service that CodeDeploy releases. */
export interface DeploymentTarget {
  readonly Application: string;
  readonly DeploymentGroup: string;
  readonly Cluster: string;
  readonly Service: string;
  readonly TaskDefinition: string;
  /** The AppSpec of a release, as JSON. */
  readonly AppSpec: string;
  /** ARN of this function, which CodeDeploy asks when all production traffic is on the candidate. */
  readonly Hook: string;
}

/** What a release machine releases. */
export interface MachineTarget {
  readonly ReleaseMachine: string;
  readonly RollbackMachine: string;
  readonly Table: string;
  /** The candidate, as the machine's input has it, as JSON. */
  readonly Candidate: string;
  /** Of Auto Scaling groups: what they are called, by colour. */
  readonly Groups?: { readonly Blue: GroupTarget; readonly Green: GroupTarget };
}

/** One Auto Scaling group. */
export interface GroupTarget {
  readonly Group: string;
  readonly TargetGroup: string;
  /** The version of its launch template that the template wants. */
  readonly Version: string;
}

/** What the rule of one construct hands on of an event that tells of a release. */
export interface ReleaseEvent {
  readonly kind: 'release-event';
  /** Where the open requests of the construct are kept. */
  readonly requests: string;
}

/** What the deadline machine hands on. */
export interface DeadlineEvent {
  readonly kind: 'deadline';
  /** The open request, by the name under which it is kept. */
  readonly request: string;
}

/** The input of the deadline machine. */
export interface DeadlineInput {
  readonly request: string;
  readonly seconds: number;
}

/** Parameters under it are open requests: `/<prefix>/<stack>/<logical id>/<request id>`. Not where descriptors are, which people list. */
export type RequestPrefix = '/cdk-blue-green-requests';

/** What people are told when an update of a stack is taken back, and production is not. */
export interface NotTakenBack {
  /** Tells it apart from the descriptor of a release, below which it is kept. */
  readonly kind: 'not-taken-back';
  /** `<stack>/<construct>`. */
  readonly construct: string;
  /** The release that should have gone back, or that should have brought back what was live; empty when not even that could be read. */
  readonly release: string;
  /** What of that release would still put production right; undefined when it is not known. */
  readonly cure?: 'rolled-back' | 'succeeded';
  readonly reason: string;
  /** ISO 8601. */
  readonly at: string;
}

/** The last part of the name of the parameter that keeps it: `/cdk-blue-green/<construct>/not-taken-back`. */
export type NotTakenBackName = 'not-taken-back';
