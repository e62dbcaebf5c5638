/**
 * The contract between the construct and the handler: what the custom resource's properties say. CloudFormation makes texts of all
 * scalars, and hands on only what changes: so everything that has the protected resources written again is part of it.
 */
export interface LiveStateProperties {
  /** What the release is of, in words: `<stack>/<construct>`. */
  readonly Construct: string;
  /** Hash of the templates of all that is protected, and of all that it refers to. Of no meaning to the handler. */
  readonly TemplateHash: string;
  /** What the protected resources refer to, so that it is done before the question is asked. Of no meaning to the handler. */
  readonly References: readonly unknown[];
  /** How to find out whether a release runs. */
  readonly Release: DeploymentGroupProperties | TableProperties | ServiceProperties;
  /** The weights of what is not there yet. */
  readonly Start: StartProperties;
  readonly Production?: ForwardProperties;
  readonly Test?: ForwardProperties;
  readonly Records?: RecordsProperties;
  readonly Groups?: GroupsProperties;
  /** Present while blue is a group that served before. */
  readonly Existing?: ExistingProperties;
}

/** Weights, on the scale of who moves them. */
export interface StartProperties {
  readonly Blue: string;
  readonly Green: string;
}

/** A CodeDeploy deployment group, whose deployments are the releases. */
export interface DeploymentGroupProperties {
  readonly Application: string;
  readonly DeploymentGroup: string;
}

/** The table of a release machine, whose lock says that a release runs. */
export interface TableProperties {
  readonly Table: string;
}

/** An ECS service of this stack that ECS itself releases. */
export interface ServiceProperties {
  readonly ServiceLogicalId: string;
}

/** Listeners and rules of this stack that lead to the two target groups. */
export interface ForwardProperties {
  /** The first of them that exists decides what is live: a rule, which comes before its listener's default action. */
  readonly Resources: readonly ForwardResource[];
  readonly Blue: string;
  readonly Green: string;
}

export interface ForwardResource {
  readonly LogicalId: string;
  readonly Kind: 'listener' | 'rule';
}

/** Two weighted records of one name. */
export interface RecordsProperties {
  readonly HostedZone: string;
  readonly Name: string;
  readonly Type: string;
  readonly Blue: string;
  readonly Green: string;
}

/** What served before, and is nobody's of this construct. */
export interface ExistingProperties {
  readonly TargetGroup: string;
  /** Present where the stack itself makes that target group. */
  readonly OfThisStack?: 'true';
}

/** Two Auto Scaling groups of this stack, or green alone. */
export interface GroupsProperties {
  readonly Blue?: GroupProperties;
  readonly Green: GroupProperties;
}

export interface GroupProperties {
  readonly LogicalId: string;
  readonly LaunchTemplate: string;
  /** What a group that is not there yet gets. */
  readonly DefaultVersion: string;
  /** What the template wants a live group to have at least. */
  readonly MinSize: string;
}

/** What the protected resources take by `Fn::GetAtt`. */
export interface LiveStateData {
  readonly BlueWeight?: number;
  readonly GreenWeight?: number;
  /** ARN of the target group that test traffic is led to. */
  readonly TestTargetGroup?: string;
  /** Of rules of test traffic, which lead to both. */
  readonly TestBlueWeight?: number;
  readonly TestGreenWeight?: number;
  readonly BlueMinSize?: string;
  readonly GreenMinSize?: string;
  readonly BlueVersion?: string;
  readonly GreenVersion?: string;
}

/** What the resource of an AppSpec says: its text, complete. */
export interface AppSpecDigestProperties {
  readonly AppSpec: string;
}

/** What it is answered: attributes of the resource. */
export interface AppSpecDigestData {
  /** In hex, as CodeDeploy takes it. */
  readonly Sha256: string;
}
