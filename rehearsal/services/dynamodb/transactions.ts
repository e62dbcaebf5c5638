import type * as sdk from '@aws-sdk/client-dynamodb';
import { AwsError } from '../../aws-error';
import type { Clock } from '../../clock';
import { keyOf, withItemOnFailure } from './conditional-check';
import { TOKEN_MS } from './durations';
import type { Engine } from './engine';
import { tableName } from './tables';

/** Actions of one transaction. */
const MAX_ACTIONS = 100;

/** One action of a transaction, and the operation that it is. */
export interface TransactionPart {
  readonly operation: 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'ConditionCheckItem' | 'GetItem';
  readonly input: { readonly TableName: string } & Record<string, unknown>;
}

/** The actions of a transaction, as the operations that they are (and as IAM checks them). */
export function partsOf(items: readonly (sdk.TransactWriteItem | sdk.TransactGetItem)[] = []): TransactionPart[] {
  return items.map((item) => {
    const { Put, Update, Delete, ConditionCheck } = item as sdk.TransactWriteItem;
    const { Get } = item as sdk.TransactGetItem;
    const given = Put ?? Update ?? Delete ?? ConditionCheck ?? Get;
    if (!given) {
      throw new AwsError('ValidationException', 'TransactItems can only contain one of Check, Put, Update or Delete');
    }
    const operation = Put
      ? 'PutItem'
      : Update
        ? 'UpdateItem'
        : Delete
          ? 'DeleteItem'
          : Get
            ? 'GetItem'
            : 'ConditionCheckItem';
    return { operation, input: { ...given, TableName: tableName(given.TableName) } };
  });
}

/** Transactions, which dynalite does not have: its actions, all or none. */
export class Transactions {
  private readonly tokens = new Map<string, { readonly text: string; readonly at: number }>();

  constructor(
    private readonly engine: Engine,
    private readonly clock: Clock,
  ) {}

  public write({ TransactItems, ClientRequestToken: token }: sdk.TransactWriteItemsInput) {
    const parts = checked(this.engine, partsOf(TransactItems));
    const text = JSON.stringify(TransactItems);
    const known = token === undefined ? undefined : this.tokens.get(token);
    if (known && this.clock.now() - known.at < TOKEN_MS) {
      if (known.text === text) return {};
      throw new AwsError(
        'IdempotentParameterMismatchException',
        'An error occurred (IdempotentParameterMismatchException) when calling the TransactWriteItems operation',
      );
    }
    this.engine.store.atomically(() => allOf(parts.map((part) => () => this.make(part))));
    if (token !== undefined) this.tokens.set(token, { text, at: this.clock.now() });
    return {};
  }

  public read({ TransactItems }: sdk.TransactGetItemsInput) {
    const parts = checked(this.engine, partsOf(TransactItems));
    const found = parts.map(({ input }) => this.engine.runNow('GetItem', input) as sdk.GetItemOutput);
    return { Responses: found.map(({ Item }) => ({ Item })) };
  }

  private make({ operation, input }: TransactionPart): void {
    const { engine } = this;
    const key = keyOfPart(engine, { operation, input });
    withItemOnFailure(engine, input, key, () => {
      if (operation === 'ConditionCheckItem') this.checkOnly(input);
      else engine.runNow(operation, { ...input, ReturnValuesOnConditionCheckFailure: undefined });
    });
  }

  /** An update that sets nothing makes the item when it is not there: it is taken back. */
  private checkOnly(input: object): void {
    const passed = new Error('the condition holds');
    try {
      this.engine.store.atomically(() => {
        this.engine.runNow('UpdateItem', input);
        throw passed;
      });
    } catch (error) {
      if (error !== passed) throw error;
    }
  }
}

function checked(engine: Engine, parts: TransactionPart[]): TransactionPart[] {
  if (parts.length === 0 || parts.length > MAX_ACTIONS) {
    const rule = parts.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${MAX_ACTIONS}`;
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length ${rule}`,
    );
  }
  const keys = parts.map((part) => JSON.stringify([part.input.TableName, keyOfPart(engine, part)]));
  if (new Set(keys).size < keys.length) {
    throw new AwsError('ValidationException', 'Transaction request cannot include multiple operations on one item');
  }
  return parts;
}

function keyOfPart(engine: Engine, { operation, input }: TransactionPart): Record<string, unknown> {
  const { TableName, Item, Key } = input as { TableName: string; Item?: object; Key?: object };
  return keyOf(engine, TableName, { ...(operation === 'PutItem' ? Item : Key) });
}

/**
 * Does everything, and tells for each part why it could not be done.
 *
 * @throws AwsError `TransactionCanceledException` when a condition fails; any other error as it is
 */
function allOf(parts: readonly (() => void)[]): void {
  const reasons = parts.map((part) => {
    try {
      part();
      return { Code: 'None' };
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== 'ConditionalCheckFailedException') throw error;
      return { Code: 'ConditionalCheckFailed', Message: error.message, ...error.details };
    }
  });
  if (reasons.every((one) => one.Code === 'None')) return;
  const codes = reasons.map((one) => one.Code).join(', ');
  throw new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    400,
    { CancellationReasons: reasons },
  );
}
