import type { Colour } from '../../report';
import { type Fields, ofBothColours } from './fields';
import { MACHINE_FIELDS, MACHINE_TEXTS, type MachineDescriptor } from './machine';

/** What a release of two Auto Scaling groups needs to know. */
export interface AsgDescriptor extends MachineDescriptor {
  readonly kind: 'asg';
  /** ARN of the production listener. */
  readonly listener: string;
  /** ARN of the listener's rule that leads to the colours; empty when its default actions do. */
  readonly rule: string;
  /** ARN of the test listener; empty when there is none. */
  readonly testListener: string;
  /** CodeDeploy application that brings revisions to the instances; empty when there is none. */
  readonly application: string;
  /** The RevisionLocation that the last `cdk deploy` wanted, in the case of Step Functions; undefined when the template has none. */
  readonly revision?: AsgRevision;
  readonly colours: Readonly<Record<Colour, AsgColour>>;
}

/** @see https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_RevisionLocation.html */
export interface AsgRevision {
  readonly RevisionType: 'S3';
  readonly S3Location: {
    readonly Bucket: string;
    readonly Key: string;
    readonly BundleType: string;
    readonly Version?: string;
  };
}

/** One of the two groups. */
export interface AsgColour {
  /** Name of the Auto Scaling group. */
  readonly group: string;
  /** ARN of its target group. */
  readonly targetGroup: string;
  /** Id of its launch template; empty of an existing group. */
  readonly launchTemplate: string;
  /** The newest version, which the last `cdk deploy` made: the candidate; empty of an existing group. */
  readonly launchTemplateVersion: string;
  /** CodeDeploy deployment group of this colour; empty when there is none. */
  readonly deploymentGroup: string;
  /** True of a group that served before, which no release changes. @default - it is the construct's own */
  readonly existing?: boolean;
}

const OF_A_COLOUR = ['group', 'targetGroup'] as const;
const OF_OUR_COLOUR = ['launchTemplate', 'launchTemplateVersion'] as const;

/** @throws naming the fields that are missing */
export function readAsg(fields: Fields, path: string): AsgDescriptor {
  fields.requireTexts([...MACHINE_TEXTS, 'listener', ...ofBothColours(OF_A_COLOUR)]);
  fields.requirePresent(MACHINE_FIELDS);
  const given = fields.values as unknown as AsgDescriptor;
  const ours = (['blue', 'green'] as const).filter((colour) => !given.colours[colour].existing);
  fields.requireTexts(ours.flatMap((colour) => OF_OUR_COLOUR.map((name) => `colours.${colour}.${name}`)));
  const { rule = '', testListener = '', application = '' } = given;
  return { ...given, rule, testListener, application, path };
}
