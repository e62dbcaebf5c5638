import type { Colour } from '../../report';
import { type Fields, ofBothColours } from './fields';

/** What a release of a service by ECS itself needs to know. */
export interface BuiltInDescriptor {
  readonly kind: 'ecs-built-in';
  /** The service's path: `<stack>/<construct>`. */
  readonly path: string;
  readonly cluster: string;
  readonly service: string;
  readonly taskFamily: string;
  /** ARNs of listeners, and of the rules on them whose weights ECS moves. */
  readonly productionListener: string;
  readonly productionRule: string;
  readonly testListener?: string;
  readonly testRule?: string;
  readonly colours: Readonly<Record<Colour, { readonly targetGroup: string }>>;
  /** Names of the rollback alarms. */
  readonly alarms: readonly string[];
  /** How long the gate waits for a person; 0: there is no gate. */
  readonly approvalSeconds: number;
  readonly hooks: readonly { readonly stage: string; readonly functionArn: string }[];
  /** Where its releases are recorded, and the function that looks at them; with an analysis only. */
  readonly analysis?: { readonly table: string; readonly lookFunction: string };
}

const TEXTS = ['cluster', 'service', 'taskFamily', 'productionListener', 'productionRule'];

/** @throws naming the fields that are missing */
export function readBuiltIn(fields: Fields, path: string): BuiltInDescriptor {
  fields.requireTexts([...TEXTS, ...ofBothColours(['targetGroup'])]);
  fields.requirePresent(['alarms', 'approvalSeconds', 'hooks']);
  return { ...(fields.values as unknown as BuiltInDescriptor), path };
}
