/** The name of a table that may be named by its ARN. */
export function tableName(nameOrArn: string | undefined): string {
  return /^arn:[^:]*:dynamodb:[^:]*:[^:]*:table\/([^/]+)/.exec(nameOrArn ?? '')?.[1] ?? nameOrArn ?? '';
}

/** An input whose tables are named by their names only, at the top and in its requests. */
export function withTableNames<T extends object>(input: T): T {
  const { TableName, RequestItems } = input as { TableName?: string; RequestItems?: Record<string, unknown> };
  const renamed = Object.entries(RequestItems ?? {}).map(([name, one]) => [tableName(name), one]);
  return {
    ...input,
    ...(TableName !== undefined && { TableName: tableName(TableName) }),
    ...(RequestItems && { RequestItems: Object.fromEntries(renamed) }),
  };
}

/** The tables that an input names. */
export function tablesIn(input: object): string[] {
  const { TableName, RequestItems } = input as { TableName?: string; RequestItems?: object };
  return [
    ...new Set([...(TableName ? [tableName(TableName)] : []), ...Object.keys(RequestItems ?? {}).map(tableName)]),
  ];
}
