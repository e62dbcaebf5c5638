import type * as environment from '../../lambda/smoke-test/environment';

/** A value of an answer that later steps use, as `${name}` in path, header or body. It is never logged. */
export class Capture {
  /** Takes the value at a JMESPath of the JSON body; nothing there fails the step. */
  public static json(name: string, path: string): Capture {
    return new Capture({ name: validVariable(name), jsonPath: path });
  }

  /** Takes a response header; if it is not there, the step fails. */
  public static header(name: string, header: string): Capture {
    return new Capture({ name: validVariable(name), header });
  }

  private constructor(
    /** @internal */
    public readonly _capture: environment.Capture,
  ) {}
}

/** A variable's name, if the handler can find it again inside a text. */
export function validVariable(name: string): string {
  if (!/^[A-Za-z_]\w*$/.test(name)) {
    throw new Error(
      `a variable's name must be a letter or underscore, then letters, digits, underscores, got '${name}'`,
    );
  }
  return name;
}
