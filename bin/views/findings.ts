import type { Checked } from '../commands/check';
import { type Paint, plain } from './paint';
import { wrap } from './wrap';

const WIDTH = 100;

/** What the checks have found: errors first, each with its place and the way out; acknowledged ones are only counted. */
export function renderFindings(findings: readonly Checked[], paint: Paint = plain): string[] {
  const open = findings.filter(({ acknowledged }) => !acknowledged);
  const errors = open.filter(({ level }) => level === 'error');
  const warnings = open.filter(({ level }) => level === 'warning');
  return [
    ...[...errors, ...warnings].flatMap(({ id, level, path, message, wayOut }) => [
      `${level === 'error' ? paint.bad(`${id} error`) : paint.warn(`${id} warning`)}  ${paint.bold(path)}`,
      ...wrap(message, WIDTH).map((line) => `  ${line}`),
      ...wrap(wayOut, WIDTH).map((line, index) => paint.dim(`  ${index === 0 ? '-> ' : '   '}${line}`)),
    ]),
    counted(errors.length, warnings.length, findings.length - open.length),
  ];
}

function counted(errors: number, warnings: number, acknowledged: number): string {
  const known = acknowledged > 0 ? `, ${acknowledged} acknowledged` : '';
  if (errors + warnings === 0) return `nothing found${known}`;
  return `${amount(errors, 'error')}, ${amount(warnings, 'warning')}${known}`;
}

function amount(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
