import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import type { ECSClient } from '@aws-sdk/client-ecs';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { SSMClient } from '@aws-sdk/client-ssm';
import type { Put } from '../shared/custom-resource';
import type { Log } from '../shared/log';
import { Deployments } from './deployments';
import type { ReleaseProperties } from './environment';
import { Executions, type MachineClients } from './executions';
import type { Releases } from './releases';

/** Clients of all that may be asked; each is used only where the properties name something of it. */
export interface Clients extends MachineClients {
  readonly cloudFormation: CloudFormationClient;
  readonly codeDeploy: CodeDeployClient;
  readonly ecs: ECSClient;
  readonly events: EventBridgeClient;
  readonly ssm: SSMClient;
}

/** What the handler works with. */
export interface Tools {
  readonly clients: Clients;
  /** Whose requests are kept. */
  readonly stackName: string;
  readonly log: Log;
  readonly put?: Put;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Waits between two tries. */
  readonly pause: (ms: number) => Promise<void>;
}

/** The releases of what the properties name. */
export function releasesOf(clients: Clients, target: ReleaseProperties['Target']): Releases {
  return 'Application' in target ? new Deployments(clients, target) : new Executions(clients, target);
}
