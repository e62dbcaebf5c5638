import { Duration } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { BoundContext } from './bound-context';
import { BundledFunction } from './bundled-function';
import type { HandlerName } from './handler-code';
import { hookSecurityGroup } from './hook-security-group';

/** What the handler of a ready-made hook needs to become a function. */
export interface HookFunctionProps {
  readonly handler: HandlerName;
  readonly description: string;
  readonly environment: Record<string, string>;
  /** Time for the work itself; the function gets a little more, to report that it was too late. */
  readonly timeout: Duration;
  readonly context: BoundContext;
  readonly vpcSubnets?: ec2.SubnetSelection;
  readonly logRetention?: logs.RetentionDays;
}

/** Time to report a verdict after the hook's own time-out. */
const REPORTING_SECONDS = 30;

/** The function of a ready-made hook, which may report to its deployment group. */
export class HookFunction extends BundledFunction {
  constructor(scope: Construct, id: string, props: HookFunctionProps) {
    const { context, vpcSubnets } = props;
    const vpc = context.insideVpc ? context.vpc : undefined;
    if (vpc) requireReachableSubnets(scope.node.path, vpc, vpcSubnets);
    super(scope, id, {
      ...props,
      timeout: props.timeout.plus(Duration.seconds(REPORTING_SECONDS)),
      statements: context.deploymentGroupArn === undefined ? [] : [reportTo(context.deploymentGroupArn)],
      network: vpc && { vpc, vpcSubnets, securityGroup: hookSecurityGroup(scope, vpc) },
    });
    if (context.insideVpc && context.needsIngressRule) this.letIn(scope, context);
  }

  /** Opens the test listener to the function. */
  private letIn(hook: Construct, { testListener, servicePath }: BoundContext): void {
    if (!testListener) return;
    if (!testListener.connections.defaultPort) {
      throw new Error(
        `'testListener' of '${servicePath}' is imported without its port, so hook '${hook.node.path}' cannot be let in; import it with 'defaultPort'`,
      );
    }
    this.letInto(testListener, 'hooks to test traffic');
  }
}

function reportTo(deploymentGroupArn: string): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: ['codedeploy:PutLifecycleEventHookExecutionStatus'],
    resources: [deploymentGroupArn],
  });
}

function requireReachableSubnets(hook: string, vpc: ec2.IVpc, selection?: ec2.SubnetSelection): void {
  if (selection !== undefined || vpc.privateSubnets.length > 0 || vpc.isolatedSubnets.length > 0) return;
  throw new Error(
    `hook '${hook}' runs inside the VPC, which has public subnets only, and a function there reaches no AWS API; add private subnets with a NAT gateway, or isolated ones with endpoints for codedeploy, ec2 and secretsmanager`,
  );
}
