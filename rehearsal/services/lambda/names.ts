/** A function as a caller named it. */
export interface FunctionName {
  readonly name: string;
  /** A version or an alias, where one was given. */
  readonly qualifier?: string;
}

/** Reads the four forms of a function's name: name, `name:qualifier`, `account:function:name`, and the ARN. */
export function parseFunctionName(text: string): FunctionName {
  const [, name = text, qualifier] =
    /^(?:.*:)?function:([^:]+)(?::([^:]+))?$/.exec(text) ?? /^([^:]+):([^:]+)$/.exec(text) ?? [];
  return { name, qualifier };
}
