import { asText, percentEncoded } from './variables';

const STRUCK_OUT = '[redacted]';

/**
 * Strikes values out of every text that goes to the log, in the forms in which they travel: as they are, percent-encoded,
 * form-encoded, inside JSON, in base64. Of an object or list the whole, and each string and number in it. Short values too: a log
 * with too much struck out is better than one that tells a secret. Booleans and null tell nothing and stay.
 */
export class Redaction {
  private readonly forms = new Set<string>();
  private pattern: RegExp | undefined;

  /** From now on this value is struck out. */
  public add(value: unknown): void {
    for (const form of textsIn(value).flatMap(formsOf)) this.forms.add(form);
    // Longest first: a value that is part of another one must not break it up. Case aside, for `%2f` and `%2F`.
    const alternatives = [...this.forms].sort((a, b) => b.length - a.length).map(escaped);
    this.pattern = alternatives.length > 0 ? new RegExp(alternatives.join('|'), 'gi') : undefined;
  }

  /** The text without the values. */
  public clean(text: string): string {
    return this.pattern ? text.replace(this.pattern, STRUCK_OUT) : text;
  }
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string' || typeof value === 'number') return value === '' ? [] : [asText(value)];
  if (typeof value !== 'object' || value === null) return [];
  return [asText(value), ...Object.values(value).flatMap(textsIn)];
}

function formsOf(text: string): string[] {
  const percent = percentEncoded(text);
  const base64 = Buffer.from(text).toString('base64').replace(/=+$/, '');
  return [text, percent, percent.replace(/%20/g, '+'), JSON.stringify(text).slice(1, -1), base64];
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
