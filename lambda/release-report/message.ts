import type { Phase, Report } from './environment';

/** What people are told. */
export interface Message {
  /** At most 99 characters of ASCII, as SNS wants a subject. */
  readonly subject: string;
  readonly lines: readonly string[];
}

const SUBJECT: Record<Phase, (report: Report) => string> = {
  preparing: ({ construct }) => `${construct}: a release has started`,
  testing: ({ construct }) => `${construct}: the candidate is tested`,
  waiting: ({ construct }) => `${construct} waits to be promoted`,
  shifting: ({ construct }) => `${construct}: production traffic shifts`,
  baking: ({ construct, candidate }) => `${construct}: all production traffic is on ${candidate}`,
  succeeded: ({ construct, live }) => `${construct}: released, ${live} is live`,
  'rolling-back': ({ construct }) => `${construct}: the release goes back`,
  'rolled-back': ({ construct, live }) => `${construct} went back, ${live} is live`,
  refused: ({ construct }) => `${construct}: a release was refused`,
  failed: ({ construct }) => `${construct}: THE RELEASE COULD NOT GO BACK`,
};

/** What a phase is told by, in words that need no knowledge of blue-green releases. */
export function messageOf(report: Report, dashboard: string | undefined): Message {
  const { links, reason, who, description } = report;
  return {
    subject: subjectOf(SUBJECT[report.phase](report)),
    lines: [
      ...(reason === undefined ? [] : [`Why: ${reason}`]),
      ...storyOf(report),
      ...analysisLine(report),
      `Release: ${report.release}${description ? ` (${description})` : ''}${who ? `, by ${who}` : ''}`,
      `What it did: ${links.console}`,
      ...(dashboard === undefined ? [] : [`Dashboard: ${dashboard}`]),
      `Log: ${links.log}`,
    ],
  };
}

/** A message as the plain text of an e-mail. */
export function plainText({ subject, lines }: Message): string {
  return [subject, '', ...lines].join('\n');
}

/**
 * A message as Amazon Q Developer shows it in chat applications; all of a release come in one thread.
 *
 * @see https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
export function chatText({ subject, lines }: Message, { construct, release, phase }: Report): string {
  return JSON.stringify({
    version: '1.0',
    source: 'custom',
    content: { textType: 'client-markdown', title: subject, description: lines.join('\n') },
    metadata: {
      threadId: `${construct} ${release}`,
      summary: subject,
      eventType: phase,
      relatedResources: [construct],
    },
  });
}

/** Seconds as people say them: `45 s`, `12 min 30 s`, `3 h 5 min`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  if (hours > 0) return minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`;
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
}

/** What the analysis came to, where that is not the reason anyway: of a dry run, what it would have done. */
function analysisLine({ phase, reason, analysis }: Report): string[] {
  if (analysis === undefined || analysis.reason === reason) return [];
  return phase === 'succeeded' || phase === 'rolled-back' ? [`Analysis: ${analysis.reason}`] : [];
}

function storyOf(report: Report): string[] {
  const { phase, live, candidate, metrics, construct, links } = report;
  const took = (seconds: number | undefined, words: (text: string) => string) =>
    seconds === undefined ? [] : [words(duration(seconds))];
  switch (phase) {
    case 'waiting':
      return [
        `The candidate is up on ${candidate}; ${live} still serves all of production.`,
        `Let it go on: ${links.promote ?? `bluegreen promote ${construct}`}`,
        `Send it back: ${links.reject ?? `bluegreen reject ${construct}`}`,
      ];
    case 'succeeded':
      return [
        ...took(metrics.DurationSeconds, (text) => `The release took ${text}.`),
        ...took(metrics.CutoverSeconds, (text) => `Production traffic moved in ${text}.`),
        ...took(metrics.LeadSeconds, (text) => `It is in production ${text} after its commit.`),
      ];
    case 'rolled-back':
      if (metrics.ChangeFailure === 0) return ['No production traffic had reached the candidate.'];
      return [
        ...took(
          metrics.DetectSeconds,
          (text) => `The candidate had production traffic for ${text} until that was decided.`,
        ),
        ...took(metrics.RollbackSeconds, (text) => `${text} later all of it was back on ${live}.`),
      ];
    case 'failed':
      return [
        'Production traffic may still reach the candidate. A person has to look now.',
        `See where it is: bluegreen status ${construct}`,
      ];
    default:
      return [];
  }
}

function subjectOf(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 99);
}
