import { expression, NOW, type State, type TaskOptions, task } from './asl';

/** An attribute as DynamoDB takes it. */
export type Attribute = Readonly<Record<string, unknown>>;

/** A text attribute, given as a JSONata expression. */
export function text(jsonata: string): Attribute {
  return { S: expression(jsonata) };
}

/** A text attribute that an input may leave empty. */
export function textOr(jsonata: string, without: string): Attribute {
  return text(`$exists(${jsonata}) and ${jsonata} != '' ? ${jsonata} : '${without}'`);
}

/** A number attribute, given as a JSONata expression. */
export function number(jsonata: string): Attribute {
  return { N: expression(`$string(${jsonata})`) };
}

/** The time at which the state was entered. */
export const AT: Attribute = text(NOW);

/** What is wrong with an update whose condition does not hold; spelled differently by the two integrations. */
export const CONDITION_FAILED = [
  'DynamoDb.ConditionalCheckFailedException',
  'DynamoDB.ConditionalCheckFailedException',
] as const;

/** One conditional update. */
export interface Update extends TaskOptions {
  readonly table: string;
  /** The item of the service, or that of the release that runs. */
  readonly item: 'service' | 'release';
  /** Attributes by their path; a `#` of a path must be in `names`. */
  readonly set?: Readonly<Record<string, Attribute>>;
  /** Attributes that keep the value they have. */
  readonly once?: Readonly<Record<string, Attribute>>;
  readonly remove?: readonly string[];
  /** By `#name` and `:name` of what is set, or of `values`. */
  readonly condition: string;
  readonly values?: Readonly<Record<string, Attribute>>;
  /** Names of path elements that are known only at run time. */
  readonly names?: Readonly<Record<string, string>>;
  /** Whether the state waits until somebody sends the task token back. */
  readonly waitForToken?: boolean;
}

/**
 * A state that updates one item. Its condition must accept what the same state has written before, because every state may run twice.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html
 */
export function update(options: Update): State {
  const { set = {}, once = {}, remove = [], condition } = options;
  const names: Record<string, string> = {};
  const values: Record<string, Attribute> = {};
  const named = (path: string) =>
    path
      .split('.')
      .map((part) => {
        if (part.startsWith('#')) return part;
        names[`#${part}`] = part;
        return `#${part}`;
      })
      .join('.');
  const valued = (path: string, value: Attribute) => {
    const alias = `:${path.replace(/[^\w]/g, '')}`;
    values[alias] = value;
    return alias;
  };
  const sets = [
    ...Object.entries(set).map(([path, value]) => `${named(path)} = ${valued(path, value)}`),
    ...Object.entries(once).map(
      ([path, value]) => `${named(path)} = if_not_exists(${named(path)}, ${valued(path, value)})`,
    ),
  ];
  const removes = remove.map(named);
  for (const [, name] of condition.matchAll(/#(\w+)/g)) if (name) names[`#${name}`] = name;
  const action = options.waitForToken ? 'updateItem.waitForTaskToken' : 'updateItem';
  return task(
    `aws-sdk:dynamodb:${action}`,
    {
      TableName: options.table,
      Key: {
        kind: { S: options.item },
        id: options.item === 'service' ? { S: 'service' } : text('$release'),
      },
      UpdateExpression: [
        ...(sets.length > 0 ? [`SET ${sets.join(', ')}`] : []),
        ...(removes.length > 0 ? [`REMOVE ${removes.join(', ')}`] : []),
      ].join(' '),
      ConditionExpression: condition,
      ExpressionAttributeNames: { ...names, ...options.names },
      ...valuesOf({ ...values, ...options.values }),
      ...(options.assign && { ReturnValues: 'ALL_NEW' }),
    },
    { ...options, final: CONDITION_FAILED },
  );
}

function valuesOf(values: Readonly<Record<string, Attribute>>) {
  return Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {};
}
