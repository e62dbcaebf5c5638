import { Stack } from 'aws-cdk-lib';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { releaseParameterName } from '../../private/release-parameter-name';

/** What one needs to know to release a service by ECS itself. */
export interface BuiltInDescriptor {
  readonly cluster: string;
  readonly service: string;
  readonly taskFamily: string;
  readonly productionListener: string;
  readonly productionRule: string;
  readonly testListener?: string;
  readonly testRule?: string;
  readonly colours: { readonly blue: ColourDescriptor; readonly green: ColourDescriptor };
  readonly alarms: string[];
  /** How long the gate waits for a person; 0: there is no gate. */
  readonly approvalSeconds: number;
  readonly hooks: HookDescriptor[];
  /** Where releases are recorded, and the function that answers the preflight; with an analysis only. */
  readonly analysis?: { readonly table: string; readonly lookFunction: string };
}

export interface ColourDescriptor {
  readonly targetGroup: string;
}

/** One hook, and when ECS asks it. */
export interface HookDescriptor {
  readonly stage: string;
  readonly functionArn: string;
}

/** Keeps the descriptor in an SSM parameter, where `bluegreen` and pipelines find it. */
export function defineBuiltInDescriptor(scope: Construct, descriptor: BuiltInDescriptor): ssm.StringParameter {
  return new ssm.StringParameter(scope, 'Release', {
    parameterName: releaseParameterName(scope),
    simpleName: false,
    description: `What a release of ${scope.node.path} consists of`,
    stringValue: Stack.of(scope).toJsonString({ kind: 'ecs-built-in', ...descriptor }),
  });
}
