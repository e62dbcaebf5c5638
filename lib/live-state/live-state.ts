import { type CfnResource, CustomResource, Duration, type IResolveContext, Lazy, Stack, Token } from 'aws-cdk-lib';
import type * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type {
  GroupProperties,
  LiveStateData,
  LiveStateProperties,
  RecordsProperties,
} from '../../lambda/live-state/environment';
import { RELEASE_PREFIX, releaseParameterName } from '../private/release-parameter-name';
import { LiveStateFunction } from './live-state-function';
import { type TemplateClosure, templateClosure } from './template-closure';

/** What of the stack is protected, or read. */
type Named = 'Production' | 'Test' | 'Records' | 'Groups' | 'Existing';

/** A colour's name, as attributes have it. */
type ColourName = 'Blue' | 'Green';

/** How to find out whether a release runs, and what the function needs for it. */
export interface RunningRelease {
  readonly properties: LiveStateProperties['Release'];
  readonly reads: readonly iam.PolicyStatement[];
  /**
   * Whether the reads name something that is made after what is protected, and so cannot be waited for.
   *
   * @default false
   */
  readonly isMadeLater?: boolean;
}

/**
 * What is live, as CloudFormation learns it when it is about to write a listener, a rule, a record or an Auto Scaling group: a custom
 * resource whose properties change with the templates of these, and whose attributes are what they take instead of figures.
 *
 * `docs/decisions/0015-live-state.md` tells what happens in each kind of update.
 */
export class LiveState extends Construct {
  private readonly resource: CustomResource;
  /** The groups have one of their own: with each new version of their launch templates they are asked for, and the listeners are not. */
  private groupsResource?: CustomResource;
  private readonly handler: LiveStateFunction;
  private readonly protectedResources: CfnResource[] = [];
  private readonly protectedGroups: CfnResource[] = [];
  private readonly named: { -readonly [name in Named]?: LiveStateProperties[name] } = {};
  private readonly start: LiveStateProperties['Start'];
  private running?: RunningRelease;

  /** @param start the weights of what is not there yet, on the scale of who moves them */
  constructor(scope: Construct, id: string, start: StartWeights = { blue: 100, green: 0 }) {
    super(scope, id);
    this.start = { Blue: `${start.blue}`, Green: `${start.green}` };
    this.handler = LiveStateFunction.of(this);
    this.resource = this.defineResource('Resource', this.protectedResources, [
      'Production',
      'Test',
      'Records',
      'Existing',
    ]);
    this.node.addValidation({
      validate: () => (this.running ? [] : [`'${this.node.path}' does not know how a release is recognised`]),
    });
  }

  /** The weight that a colour has now; 100 and 0 of what is not there yet. */
  public weight(colour: ColourName): number {
    return Token.asNumber(this.attribute(`${colour}Weight`));
  }

  /** The weight that test traffic has on a colour now. */
  public testWeight(colour: ColourName): number {
    return Token.asNumber(this.attribute(`Test${colour}Weight`));
  }

  /** Says how a release is recognised; while one runs, nothing protected can be written. */
  public watch(running: RunningRelease): void {
    this.running = running;
    if (running.isMadeLater) {
      new iam.Policy(this, 'ReadRunning', { roles: [this.handler.role], statements: [...running.reads] });
    } else {
      this.handler.permit(...running.reads);
    }
  }

  /** Has blue be a target group that served before: a deploy that would take traffic from it, or lead traffic to one that has none, fails. */
  public adopt(group: elbv2.IApplicationTargetGroup): void {
    const isOfThisStack = group instanceof elbv2.ApplicationTargetGroup && Stack.of(group) === Stack.of(this);
    this.named.Existing = { TargetGroup: group.targetGroupArn, ...(isOfThisStack && { OfThisStack: 'true' }) };
    // It cannot be bound to a resource.
    this.handler.allow(['elasticloadbalancing:DescribeTargetHealth'], ['*']);
  }

  /** Protects a listener or a rule whose action has the weights of production, or of test traffic. */
  public protectForward(kind: 'Production' | 'Test', forward: Forward, pair: TargetGroups): void {
    this.protectedResources.push(forward);
    const isRule = forward instanceof elbv2.CfnListenerRule;
    // Neither action can be bound to a resource.
    this.handler.allow([`elasticloadbalancing:${isRule ? 'DescribeRules' : 'DescribeListeners'}`], ['*']);
    const resource = { LogicalId: forward.logicalId, Kind: isRule ? ('rule' as const) : ('listener' as const) };
    const others = this.named[kind]?.Resources ?? [];
    this.named[kind] = {
      Resources: isRule ? [resource, ...others] : [...others, resource],
      Blue: pair.blue.targetGroupArn,
      Green: pair.green.targetGroupArn,
    };
  }

  /** Protects a listener or a rule of test traffic that leads to one of the two groups alone. */
  public protectPlainTest(forward: Forward, pair: TargetGroups, sticks: boolean): void {
    this.protectForward('Test', forward, pair);
    const actions = forward instanceof elbv2.CfnListener ? 'DefaultActions' : 'Actions';
    const place = sticks ? 'ForwardConfig.TargetGroups.0.TargetGroupArn' : 'TargetGroupArn';
    forward.addPropertyOverride(`${actions}.0.${place}`, this.attribute('TestTargetGroup'));
  }

  /** Protects two records whose weights are this state's. */
  public protectRecords(records: CfnResource, properties: RecordsProperties, zoneArn: string): void {
    this.named.Records = properties;
    this.protectedResources.push(records);
    this.handler.allow(['route53:ListResourceRecordSets'], [zoneArn]);
  }

  /** Protects the size and the version of two groups, or of green alone. */
  public protectGroups({ Blue, Green }: ProtectedGroups): void {
    // Who serves is read from what leads to them.
    const resource = this.defineResource('Groups', this.protectedGroups, ['Production', 'Groups', 'Existing']);
    this.groupsResource = resource;
    const of = (colour: ColourName, one: ProtectedGroup): GroupProperties => {
      const { group, launchTemplate, defaultVersion, minCapacity, specification } = one;
      this.protectedGroups.push(group);
      const attribute = (name: keyof LiveStateData) => resource.getAttString(name);
      group.addPropertyOverride('MinSize', attribute(`${colour}MinSize`));
      group.addPropertyOverride(`${specification}.Version`, attribute(`${colour}Version`));
      return {
        LogicalId: group.logicalId,
        LaunchTemplate: launchTemplate,
        DefaultVersion: defaultVersion,
        MinSize: `${minCapacity}`,
      };
    };
    this.named.Groups = { ...(Blue && { Blue: of('Blue', Blue) }), Green: of('Green', Green) };
    this.handler.allow(['autoscaling:DescribeAutoScalingGroups'], ['*']);
  }

  private attribute(name: keyof LiveStateData): string {
    return this.resource.getAttString(name);
  }

  private defineResource(id: string, resources: readonly CfnResource[], named: readonly Named[]): CustomResource {
    const resource = new CustomResource(this, id, {
      serviceToken: this.handler.function.functionArn,
      resourceType: 'Custom::BlueGreenLiveState',
      serviceTimeout: Duration.minutes(5),
      properties: this.renderProperties(resources, named),
    });
    resource.node.addDependency(this.handler.role);
    return resource;
  }

  /** Lazily, because what is protected and how it ends up in the template is known last. */
  private renderProperties(
    resources: readonly CfnResource[],
    named: readonly Named[],
  ): { readonly [name in keyof LiveStateProperties]: unknown } {
    // Once for both, and for all times that they are asked: reading the stack takes a good part of its synth.
    let read: TemplateClosure | undefined;
    const closure = () => {
      const stack = Stack.of(this);
      read ??= templateClosure(
        resources,
        this.logicalIds.map((logicalId) => stack.resolve(logicalId) as string),
        stack.tags.tagValues(),
      );
      return read;
    };
    // While the CDK looks for references across stacks the template is not finished; there is none in what is read.
    const finished = <T>(produce: () => T) => ({
      produce: ({ preparing }: IResolveContext) => (preparing ? undefined : produce()),
    });
    const later = (name: Named) => Lazy.any({ produce: () => (named.includes(name) ? this.named[name] : undefined) });
    return {
      Construct: releaseParameterName(this.node.scope as Construct).slice(RELEASE_PREFIX.length + 1),
      TemplateHash: Lazy.uncachedString(finished(() => closure().hash)),
      References: Lazy.uncachedAny(finished(() => closure().references)),
      Release: Lazy.any({ produce: () => this.running?.properties }),
      Start: this.start,
      Production: later('Production'),
      Test: later('Test'),
      Records: later('Records'),
      Groups: later('Groups'),
      Existing: later('Existing'),
    };
  }

  private get logicalIds(): string[] {
    return [this.resource, ...(this.groupsResource ? [this.groupsResource] : [])].map(
      ({ node }) => (node.defaultChild as CfnResource).logicalId,
    );
  }
}

/** What leads to target groups. */
export type Forward = elbv2.CfnListener | elbv2.CfnListenerRule;

/** What each colour has in the beginning. */
export interface StartWeights {
  readonly blue: number;
  readonly green: number;
}

/** The two target groups of a service. */
interface TargetGroups {
  readonly blue: elbv2.IApplicationTargetGroup;
  readonly green: elbv2.IApplicationTargetGroup;
}

/** Blue is undefined where it is no group of this stack. */
interface ProtectedGroups {
  readonly Blue?: ProtectedGroup;
  readonly Green: ProtectedGroup;
}

/** A group and what its template says. */
export interface ProtectedGroup {
  readonly group: autoscaling.CfnAutoScalingGroup;
  readonly launchTemplate: string;
  readonly defaultVersion: string;
  /** Where the group's properties name its launch template. */
  readonly specification: string;
  readonly minCapacity: number;
}
