import { CustomResource, Duration, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, Dependable, type IConstruct } from 'constructs';
import type { NotTakenBackName, ReleaseEvent, ReleaseProperties } from '../../lambda/release-on-deploy/environment';
import { allow } from '../machine/allow';
import { releasePath } from '../machine/release-descriptor';
import { releaseParameterName } from '../private/release-parameter-name';
import type { ReleaseOnDeploy } from './release-on-deploy';
import { parameterArn, ReleaseOnDeployFunction } from './release-on-deploy-function';

/** What is released, and how one hears of it. */
export interface StackReleaseProps {
  /** What makes it a new version unless the team says it. */
  readonly version?: string;
  readonly target: (handler: lambda.IFunction) => ReleaseProperties['Target'];
  readonly events: readonly events.EventPattern[];
  readonly statements: iam.PolicyStatement[];
}

/** The part of a construct that releases it with the stack. It is the last of the construct to be written, and the first to be deleted. */
export class StackRelease extends Construct {
  /** The function that is to be asked when all production traffic is on the candidate. */
  public readonly function: lambda.IFunction;

  constructor(
    owner: Construct,
    id: string,
    private readonly settings: ReleaseOnDeploy,
  ) {
    super(owner, id);
    this.function = ReleaseOnDeployFunction.of(this).function;
  }

  /** Makes the rest, once it is known what is released. */
  public define({ version, target, events: patterns, statements }: StackReleaseProps): void {
    const owner = this.node.scope as Construct;
    const stack = Stack.of(this);
    const handler = ReleaseOnDeployFunction.of(this);
    const wanted = this.settings._version ?? version;
    if (wanted === undefined) {
      throw new Error(
        `'${owner.node.path}' cannot tell by itself when it has a new version; say what is released by 'version' of 'releaseOnDeploy', such as the version of the app`,
      );
    }
    const properties: ReleaseProperties = {
      Construct: releasePath(owner),
      Version: wanted,
      WaitsFor: this.settings._waitsFor,
      WithinSeconds: `${this.settings._within.toSeconds()}`,
      DeadlineMachine: handler.deadlineMachineArn,
      Target: target(handler.function),
    };
    const resource = new CustomResource(this, 'Resource', {
      serviceToken: handler.function.functionArn,
      resourceType: 'Custom::BlueGreenRelease',
      serviceTimeout: Duration.hours(1),
      properties,
    });
    const requests = `${handler.requests}/${stack.getLogicalId(resource.node.defaultChild as never)}`;
    const event: ReleaseEvent = { kind: 'release-event', requests };
    for (const [index, eventPattern] of patterns.entries()) {
      new events.Rule(this, index === 0 ? 'Events' : `Events${index + 1}`, {
        description: `Tells the stack of releases of ${owner.node.path}`,
        eventPattern,
        targets: [new targets.LambdaFunction(handler.function, { event: events.RuleTargetInput.fromObject(event) })],
      });
    }
    const lastPart: NotTakenBackName = 'not-taken-back';
    const notTakenBack = parameterArn(stack, `${releaseParameterName(owner)}/${lastPart}`);
    handler.permit(...statements, allow(['ssm:PutParameter', 'ssm:DeleteParameter'], [notTakenBack]));
    resource.node.addDependency(handler, everythingOf(owner, this, resource));
  }
}

/** All of a construct but one resource, also what is added to it later. */
function everythingOf(owner: Construct, part: Construct, resource: Construct): IConstruct {
  const everything = new Construct(part, 'Everything');
  Dependable.implement(everything, {
    get dependencyRoots() {
      const others = owner.node.children.filter((child) => child !== part);
      return [...others, ...part.node.children.filter((child) => child !== resource && child !== everything)];
    },
  });
  return everything;
}
