import { Stack, Token } from 'aws-cdk-lib';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { releaseParameterName } from '../private/release-parameter-name';
import { appSpecSha256 } from './app-spec-digest';

/** What one needs to know to release a service. */
export interface ReleaseDescriptor {
  readonly application: string;
  readonly deploymentGroup: string;
  readonly cluster: string;
  readonly service: string;
  readonly productionListener: string;
  readonly testListener?: string;
  readonly taskFamily: string;
  /** Where releases are recorded, and the function that answers the preflight; with an analysis only. */
  readonly analysis?: { readonly table: string; readonly lookFunction: string };
  readonly appSpec: object;
}

/** Keeps the descriptor of a service in an SSM parameter, where it changes with every `cdk deploy` of a new task definition. */
export function defineReleaseParameter(service: Construct, descriptor: ReleaseDescriptor): ssm.StringParameter {
  const stack = Stack.of(service);
  const appSpec = renderText(stack, descriptor.appSpec);
  return new ssm.StringParameter(service, 'Release', {
    parameterName: releaseParameterName(service),
    simpleName: false,
    description: `What a release of ${service.node.path} consists of`,
    stringValue: stack.toJsonString({
      kind: 'ecs',
      ...descriptor,
      appSpec,
      sha256: appSpecSha256(service, appSpec),
    }),
  });
}

/** An object as JSON: a plain text where it holds no token. */
export function renderText(stack: Stack, value: object): string {
  const json = JSON.stringify(value);
  return Token.isUnresolved(json) ? stack.toJsonString(value) : json;
}
