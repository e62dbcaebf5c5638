import type { Notification, Phase, Report } from './environment';
import { chatText, messageOf, plainText } from './message';

/** One thing to be done for a report; its key is the same whenever the same report is made again. */
export type Action = { readonly key: string } & (
  | { readonly kind: 'metrics' }
  | { readonly kind: 'event' }
  | { readonly kind: 'topic'; readonly topic: string; readonly subject: string; readonly message: string }
  | { readonly kind: 'ops-item'; readonly severity: string; readonly title: string; readonly description: string }
);

/** Phases that everybody is told of, whatever they chose: nobody may overlook them. */
const ALWAYS_TOLD: readonly Phase[] = ['failed'];

/** Phases that send an event with the whole report. */
const ENDS: readonly Phase[] = ['succeeded', 'rolled-back', 'refused', 'failed'];

/** Phases that make an OpsItem. */
const WENT_BACK: readonly Phase[] = ['rolled-back', 'failed'];

/** What is done for a report, but for what has been done already. */
export function decide(report: Report, notifications: readonly Notification[], done: ReadonlySet<string>): Action[] {
  const { phase } = report;
  const actions: Action[] = [
    ...(Object.keys(report.metrics).length > 0 ? [{ kind: 'metrics', key: `${phase} metrics` } as const] : []),
    ...(ENDS.includes(phase) ? [{ kind: 'event', key: `${phase} event` } as const] : []),
    ...notifications
      .filter(({ phases }) => phases.includes(phase) || ALWAYS_TOLD.includes(phase))
      .flatMap((one) => told(report, one)),
    ...notifications
      .filter(() => WENT_BACK.includes(phase))
      .flatMap(({ opsItemSeverity: severity, dashboard }) => (severity ? [opsItem(report, severity, dashboard)] : [])),
  ];
  const keys = new Set(done);
  return actions.filter(({ key }) => !keys.has(key) && keys.add(key));
}

function told(report: Report, { topics, chatTopics, dashboard }: Notification): Action[] {
  const message = messageOf(report, dashboard);
  const to = (topic: string, text: string): Action => ({
    kind: 'topic',
    key: `${report.phase} ${topic}`,
    topic,
    subject: message.subject,
    message: text,
  });
  return [
    ...topics.map((topic) => to(topic, plainText(message))),
    ...chatTopics.map((topic) => to(topic, chatText(message, report))),
  ];
}

/** One for each release: CreateOpsItem takes at most 1024 characters of a title and 2048 of a description. */
function opsItem(report: Report, severity: string, dashboard: string | undefined): Action {
  const { subject, lines } = messageOf(report, dashboard);
  return {
    kind: 'ops-item',
    key: `${report.phase} ops-item`,
    severity,
    title: subject,
    description: lines.join('\n').slice(0, 2048),
  };
}
