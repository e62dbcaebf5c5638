/** An expression of metric math, parsed. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'id'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'negative'; readonly of: Expression }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression };

/** An expression that cannot be read, or asks for what the local CloudWatch does not know. */
export class MetricMathError extends Error {}

/** Operators that bind equally, loosest first. */
const LEVELS = [
  ['||', 'OR'],
  ['&&', 'AND'],
  ['==', '!=', '<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/'],
];

const TOKEN =
  /\s*(?:(\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+)|([A-Za-z_][\w]*)|"([^"]*)"|'([^']*)'|(\|\||&&|==|!=|<=|>=|[-+*/^<>(),[\]]))/giy;

/**
 * Reads an expression of metric math: numbers, ids of metrics, + - * / ^, comparisons, AND, OR, lists, function calls.
 *
 * @throws MetricMathError with the place at which it cannot be read
 */
export function parseExpression(source: string): Expression {
  const parser = new Parser(source, tokensOf(source));
  return parser.whole();
}

type Token = { readonly at: number } & (
  | { readonly kind: 'number' | 'word' | 'text'; readonly text: string }
  | { readonly kind: 'sign'; readonly text: string }
);

function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (source.slice(at).trim() !== '') {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(source);
    if (!match) throw new MetricMathError(`cannot read '${source}' from position ${at + 1} on`);
    const [, number, word, double, single, sign] = match;
    if (number !== undefined) tokens.push({ kind: 'number', text: number, at });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, at });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, at });
    else tokens.push({ kind: 'text', text: double ?? single, at });
    at = TOKEN.lastIndex;
  }
  return tokens;
}

/** Recursive descent, one method for a level of binding. */
class Parser {
  private place = 0;

  constructor(
    private readonly source: string,
    private readonly tokens: readonly Token[],
  ) {}

  public whole(): Expression {
    const expression = this.level(0);
    if (this.place < this.tokens.length) this.fail();
    return expression;
  }

  private level(depth: number): Expression {
    if (depth === LEVELS.length) return this.negative();
    let left = this.level(depth + 1);
    for (;;) {
      const operator = this.takeOneOf(LEVELS[depth]);
      if (operator === undefined) return left;
      left = { kind: 'binary', operator, left, right: this.level(depth + 1) };
    }
  }

  private negative(): Expression {
    return this.takeOneOf(['-']) ? { kind: 'negative', of: this.negative() } : this.power();
  }

  private power(): Expression {
    const left = this.primary();
    return this.takeOneOf(['^']) ? { kind: 'binary', operator: '^', left, right: this.negative() } : left;
  }

  private primary(): Expression {
    const token = this.tokens[this.place++];
    if (token?.kind === 'number') return { kind: 'number', value: Number(token.text) };
    if (token?.kind === 'text') return { kind: 'text', value: token.text };
    if (token?.kind === 'word') {
      if (!this.takeOneOf(['('])) return { kind: 'id', name: token.text };
      return { kind: 'call', name: token.text.toUpperCase(), args: this.listUntil(')') };
    }
    if (token?.text === '[') return { kind: 'list', items: this.listUntil(']') };
    if (token?.text === '(') {
      const inner = this.level(0);
      if (!this.takeOneOf([')'])) this.fail();
      return inner;
    }
    this.place--;
    return this.fail();
  }

  private listUntil(end: string): Expression[] {
    const items: Expression[] = [];
    if (this.takeOneOf([end])) return items;
    do items.push(this.level(0));
    while (this.takeOneOf([',']));
    if (!this.takeOneOf([end])) this.fail();
    return items;
  }

  private takeOneOf(texts: readonly string[]): string | undefined {
    const token = this.tokens[this.place];
    if (!token || token.kind === 'text' || token.kind === 'number') return undefined;
    const text = token.kind === 'word' ? token.text.toUpperCase() : token.text;
    if (!texts.includes(text)) return undefined;
    this.place++;
    return text;
  }

  private fail(): never {
    const token = this.tokens[this.place];
    const where = token ? `at '${token.text}', position ${token.at + 1}` : 'at its end';
    throw new MetricMathError(`cannot read the expression '${this.source}' ${where}`);
  }
}
