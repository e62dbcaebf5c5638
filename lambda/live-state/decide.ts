import type { GroupProperties, LiveStateData } from './environment';
import { adoptionTrouble, type ExistingFacts } from './existing';

/** Where an existing listener, rule or pair of records leads. */
export type Leads =
  /** It does not exist yet. */
  | { readonly kind: 'absent' }
  /** Weights on whatever scale. */
  | { readonly kind: 'to-pair'; readonly blue: number; readonly green: number }
  /** Somewhere else: a maintenance page, a group that is none of the pair. */
  | { readonly kind: 'elsewhere'; readonly what: string }
  /** Neither record exists, and none can: another one of that name is in the way. */
  | { readonly kind: 'taken'; readonly what: string };

/** A group as it is. */
export interface LiveGroup {
  readonly minSize: number;
  readonly launchTemplate?: string;
  readonly version?: string;
}

/** One group: what the template says of it, and what it is like, if it exists. */
export interface GroupFacts {
  readonly template: GroupProperties;
  readonly live?: LiveGroup;
}

/** Where test traffic leads, and the target groups as the new template names them. */
export interface TestFacts {
  readonly leads: Leads;
  readonly blue: string;
  readonly green: string;
}

/** All that the answer depends on. */
export interface Facts {
  readonly construct: string;
  readonly request: 'Create' | 'Update';
  /** Whether this request takes back an update that has failed. */
  readonly isReversed: boolean;
  /** What runs, in words; undefined when nothing does. */
  readonly running?: string;
  /** What is not there yet begins with these. */
  readonly start: { readonly blue: number; readonly green: number };
  readonly production?: Leads;
  readonly test?: TestFacts;
  readonly groups?: { readonly blue?: GroupFacts; readonly green: GroupFacts };
  /** Present where this update takes an existing group as blue, or leaves it, and is not on its way back. */
  readonly existing?: ExistingFacts;
}

export type Decision =
  | { readonly kind: 'answer'; readonly data: LiveStateData; readonly reason: string }
  | { readonly kind: 'refuse'; readonly reason: string };

/** What CloudFormation is to write: what is live. What is not there yet begins on blue. */
export function decide(facts: Facts): Decision {
  const { construct, running, isReversed, production, groups } = facts;
  // An update that is taken back must not be stopped half-way: it gets what is live at this moment, too.
  if (running !== undefined && !isReversed) {
    return refuse(
      `${running} of ${construct} is running, and this update would write what it moves; wait for its end (bluegreen status ${construct} --watch) or stop it, then deploy again`,
    );
  }
  const trouble = adoptionTrouble(facts);
  if (trouble !== undefined) return refuse(trouble);
  const weights = weightsOf(facts);
  if (weights.kind === 'refuse') return weights;
  const { blue, green } = weights;
  const data: LiveStateData = {
    ...(production && { BlueWeight: blue, GreenWeight: green }),
    ...(facts.test && testData(facts.test, weights)),
    ...(groups && {
      ...(groups.blue && {
        BlueMinSize: minSizeOf(groups.blue, blue > 0 && green === 0),
        BlueVersion: versionOf(groups.blue),
      }),
      GreenMinSize: minSizeOf(groups.green, green > 0 && blue === 0),
      GreenVersion: versionOf(groups.green),
    }),
  };
  return { kind: 'answer', data, reason: `${blue} on blue, ${green} on green, ${weights.why}` };
}

function weightsOf(facts: Facts) {
  const { construct, production, request, start, isReversed } = facts;
  if (production?.kind === 'taken' && !isReversed) {
    return refuse(
      `${construct} cannot have its two records: ${production.what}; remove that, or turn it into a weighted record of another set identifier in one change batch (docs/adoption.md), then deploy again`,
    );
  }
  if (!production || production.kind === 'absent' || production.kind === 'taken')
    return { kind: 'weights', ...start, why: 'there is nothing yet' } as const;
  if (production.kind === 'elsewhere') {
    if (request === 'Create') return { kind: 'weights', ...start, why: `it leads to ${production.what}` } as const;
    return refuse(
      `production traffic of ${construct} leads to ${production.what} and to neither colour, and this update would end that; lead it to the live colour first, then deploy again`,
    );
  }
  const { blue, green } = production;
  if (blue + green > 0) return { kind: 'weights', blue, green, why: 'as it is' } as const;
  return refuse(
    `production traffic of ${construct} has no weight on either colour; give the live colour weight, then deploy again`,
  );
}

function refuse(reason: string) {
  return { kind: 'refuse', reason } as const;
}

/** Test traffic stays where it is; where it is not led to the pair yet, it begins on the live colour, as CodeDeploy wants it. */
function testData({ leads, blue, green }: TestFacts, live: { readonly blue: number; readonly green: number }) {
  const weights = leads.kind === 'to-pair' && leads.blue + leads.green > 0 ? leads : live;
  return {
    TestTargetGroup: weights.green > weights.blue ? green : blue,
    TestBlueWeight: weights.blue,
    TestGreenWeight: weights.green,
  };
}

/** The colour that serves production alone has the template's minimum; the other one stays what it is. */
function minSizeOf({ template, live }: GroupFacts, servesAlone: boolean): string {
  return servesAlone || !live ? template.MinSize : String(live.minSize);
}

/** Of another launch template, which the template of the stack now names, no version is known to be good but its default. */
function versionOf({ template, live }: GroupFacts): string {
  const isSame = live?.launchTemplate === template.LaunchTemplate;
  return (isSame && live?.version) || template.DefaultVersion;
}
