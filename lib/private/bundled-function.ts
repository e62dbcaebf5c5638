import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type HandlerName, handlerCode } from './handler-code';
import { networkStatement } from './network-access';

/** What one bundled handler needs to become a function. */
export interface BundledFunctionProps {
  readonly handler: HandlerName;
  readonly description: string;
  readonly timeout: Duration;
  /** What it may do beside writing its log. */
  readonly statements: iam.PolicyStatement[];
  readonly environment?: Record<string, string>;
  /** @default RetentionDays.ONE_MONTH */
  readonly logRetention?: logs.RetentionDays;
  /** @default - outside of a VPC */
  readonly network?: {
    readonly vpc: ec2.IVpc;
    readonly vpcSubnets?: ec2.SubnetSelection;
    /** @default - one of its own */
    readonly securityGroup?: ec2.ISecurityGroup;
  };
}

/**
 * A function that runs a bundled handler, with a log group, and a role that allows what is given and nothing else. What it may do is
 * written into the role itself: one resource less to make, and nobody can see the role without it.
 */
export class BundledFunction extends Construct {
  public readonly function: lambda.Function;
  public readonly logGroup: logs.ILogGroup;
  /** Also in front of the policies that others attach: depend on it. */
  public readonly role: iam.Role;
  private readonly permissions = new iam.PolicyDocument();

  constructor(scope: Construct, id: string, props: BundledFunctionProps) {
    super(scope, id);
    const { network } = props;
    this.logGroup = new logs.LogGroup(this, 'Log', {
      retention: props.logRetention ?? logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { Handler: this.permissions },
    });
    this.allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [this.logGroup.logGroupArn]);
    this.permissions.addStatements(...props.statements, ...(network ? [networkStatement()] : []));
    this.function = new lambda.Function(this, 'Resource', {
      description: props.description,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      handler: 'index.handler',
      code: handlerCode(props.handler),
      memorySize: 256,
      timeout: props.timeout,
      environment: props.environment,
      logGroup: this.logGroup,
      role: this.role,
      vpc: network?.vpc,
      vpcSubnets: network?.vpcSubnets,
      securityGroups: network?.securityGroup && [network.securityGroup],
    });
  }

  /** Lets the function do more; nothing that is named may need the function to be there before. */
  public allow(actions: string[], resources: string[]): void {
    this.permit(new iam.PolicyStatement({ actions, resources }));
  }

  /** As `allow`, of statements with conditions. */
  public permit(...statements: iam.PolicyStatement[]): void {
    this.permissions.addStatements(...statements);
  }

  /**
   * Opens a listener to the function, by rules of the function's stack: the stack of a load balancer that many share must not depend on
   * those of its services.
   */
  protected letInto(listener: ec2.IConnectable, purpose: string): void {
    const { securityGroups, defaultPort } = listener.connections;
    if (!defaultPort) return;
    for (const group of securityGroups) {
      for (const peer of this.function.connections.securityGroups)
        group.addIngressRule(peer, defaultPort, purpose, true);
    }
  }
}
