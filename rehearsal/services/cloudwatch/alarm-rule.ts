import type { StateValue } from '@aws-sdk/client-cloudwatch';

/** The rule of a composite alarm, parsed (aws-facts 7.3). */
export type AlarmRule =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'state'; readonly state: StateValue; readonly alarm: string }
  | { readonly kind: 'not'; readonly of: AlarmRule }
  | { readonly kind: 'and' | 'or'; readonly left: AlarmRule; readonly right: AlarmRule }
  | {
      readonly kind: 'at-least';
      readonly count: number;
      readonly percent: boolean;
      readonly state: StateValue;
      readonly negated: boolean;
      readonly alarms: readonly string[];
    };

/** Most elements of a rule (aws-facts 7.3). */
const MAX_CHILDREN = 100;

const TOKEN = /\s*("[^"]*"|'[^']*'|[(),]|[^\s(),"']+)/y;
const STATES: readonly string[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA'];

/**
 * Reads the rule of a composite alarm.
 *
 * @throws Error that says what cannot be read
 */
export function parseAlarmRule(source: string): AlarmRule {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(source); match; match = TOKEN.exec(source)) tokens.push(match[1]);
  const parser = new Parser(tokens);
  const rule = parser.whole();
  if (childrenOf(rule).length > MAX_CHILDREN) throw new Error(`an alarm rule can refer to ${MAX_CHILDREN} alarms`);
  return rule;
}

/** The names or ARNs of the alarms that a rule refers to. */
export function childrenOf(rule: AlarmRule): string[] {
  switch (rule.kind) {
    case 'constant':
      return [];
    case 'state':
      return [rule.alarm];
    case 'not':
      return childrenOf(rule.of);
    case 'at-least':
      return [...rule.alarms];
    default:
      return [...new Set([...childrenOf(rule.left), ...childrenOf(rule.right)])];
  }
}

/** Is the rule true? */
export function holds(rule: AlarmRule, stateOf: (alarm: string) => StateValue): boolean {
  switch (rule.kind) {
    case 'constant':
      return rule.value;
    case 'state':
      return stateOf(rule.alarm) === rule.state;
    case 'not':
      return !holds(rule.of, stateOf);
    case 'and':
      return holds(rule.left, stateOf) && holds(rule.right, stateOf);
    case 'or':
      return holds(rule.left, stateOf) || holds(rule.right, stateOf);
    case 'at-least': {
      const fitting = rule.alarms.filter((one) => (stateOf(one) === rule.state) !== rule.negated).length;
      return fitting >= (rule.percent ? (rule.count / 100) * rule.alarms.length : rule.count);
    }
  }
}

/** Recursive descent: OR binds looser than AND, AND looser than NOT. */
class Parser {
  private place = 0;

  constructor(private readonly tokens: readonly string[]) {}

  public whole(): AlarmRule {
    const rule = this.or();
    if (this.place < this.tokens.length) this.fail();
    return rule;
  }

  private or(): AlarmRule {
    let left = this.and();
    while (this.take('OR')) left = { kind: 'or', left, right: this.and() };
    return left;
  }

  private and(): AlarmRule {
    let left = this.not();
    while (this.take('AND')) left = { kind: 'and', left, right: this.not() };
    return left;
  }

  private not(): AlarmRule {
    return this.take('NOT') ? { kind: 'not', of: this.not() } : this.primary();
  }

  private primary(): AlarmRule {
    if (this.take('(')) {
      const inner = this.or();
      this.expect(')');
      return inner;
    }
    if (this.take('TRUE')) return { kind: 'constant', value: true };
    if (this.take('FALSE')) return { kind: 'constant', value: false };
    if (this.take('AT_LEAST')) return this.atLeast();
    const state = this.state();
    this.expect('(');
    const alarm = this.name();
    this.expect(')');
    return { kind: 'state', state, alarm };
  }

  /** AT_LEAST(2 or 50%, NOT? STATE, (a, b, c)) */
  private atLeast(): AlarmRule {
    this.expect('(');
    const [, count, percent] = /^(\d+)(%?)$/.exec(this.next()) ?? this.fail();
    this.expect(',');
    const negated = this.take('NOT');
    const state = this.state();
    this.expect(',');
    this.expect('(');
    const alarms = [this.name()];
    while (this.take(',')) alarms.push(this.name());
    this.expect(')');
    this.expect(')');
    return { kind: 'at-least', count: Number(count), percent: percent === '%', state, negated, alarms };
  }

  private state(): StateValue {
    const token = this.next();
    if (!STATES.includes(token)) this.fail(token);
    return token as StateValue;
  }

  private name(): string {
    const token = this.next();
    if (token === '(' || token === ')' || token === ',') this.fail(token);
    return token.replace(/^["']|["']$/g, '');
  }

  private next(): string {
    return this.tokens[this.place++] ?? this.fail();
  }

  private take(token: string): boolean {
    if (this.tokens[this.place] !== token) return false;
    this.place++;
    return true;
  }

  private expect(token: string): void {
    if (!this.take(token)) this.fail(this.tokens[this.place]);
  }

  private fail(token?: string): never {
    throw new Error(`the alarm rule cannot be read at ${token === undefined ? 'its end' : `'${token}'`}`);
  }
}
