/** A stack's template, as the checks read it: synthesised, with CloudFormation's functions still in it. */
export interface CheckedStack {
  /** The stack's name in CloudFormation, which exports and outputs are asked for by. */
  readonly name: string;
  readonly resources: Readonly<Record<string, CheckedResource>>;
  readonly outputs?: Readonly<Record<string, CheckedOutput>>;
  /** The stack that has this one as a resource, and that resource. */
  readonly nestedIn?: { readonly stack: CheckedStack; readonly logicalId: string };
}

export interface CheckedResource {
  readonly type: string;
  readonly properties: Properties;
  /** Path of the construct, or `<stack>/<logical id>`. */
  readonly path: string;
}

export interface CheckedOutput {
  readonly Value?: unknown;
  readonly Export?: { readonly Name?: unknown };
}

export type Properties = Readonly<Record<string, unknown>>;

/** A resource that a check looks at. Two of them are the same resource exactly if they are the same object. */
export interface Resource extends CheckedResource {
  readonly stack: CheckedStack;
  readonly logicalId: string;
}

/** All templates of an app: finds resources, and follows references from one to another, across stacks too. */
export class Templates {
  private readonly byStack = new Map<CheckedStack, ReadonlyMap<string, Resource>>();
  private readonly nested = new Map<string, CheckedStack>();

  constructor(private readonly stacks: readonly CheckedStack[]) {
    for (const stack of stacks) {
      const resources = Object.entries(stack.resources).map(
        ([logicalId, resource]) => [logicalId, { ...resource, stack, logicalId }] as const,
      );
      this.byStack.set(stack, new Map(resources));
      if (stack.nestedIn) this.nested.set(keyOf(stack.nestedIn.stack, stack.nestedIn.logicalId), stack);
    }
  }

  /** All resources of a type. */
  public of(type: string): Resource[] {
    return [...this.byStack.values()]
      .flatMap((resources) => [...resources.values()])
      .filter((one) => one.type === type);
  }

  /** The resource that a value in a template refers to; undefined for anything else, an imported ARN among it. */
  public referred(stack: CheckedStack, value: unknown): Resource | undefined {
    return this.follow(stack, value, 0);
  }

  /** The one among some that a value refers to, or that has this value as its physical name. */
  public referredOrNamed(
    stack: CheckedStack,
    value: unknown,
    candidates: readonly Resource[],
    nameProperty: string,
  ): Resource | undefined {
    const referred = this.referred(stack, value);
    if (referred) return candidates.includes(referred) ? referred : undefined;
    if (typeof value !== 'string') return undefined;
    const named = candidates.filter((one) => one.properties[nameProperty] === value);
    return named.find((one) => one.stack === stack) ?? named[0];
  }

  private follow(stack: CheckedStack, value: unknown, depth: number): Resource | undefined {
    // A template may refer in a circle; such a one is refused by CloudFormation.
    if (!isObject(value) || depth > 20) return undefined;
    const [[name, argument] = []] = Object.entries(value);
    if (name === 'Ref' && typeof argument === 'string') return this.followRef(stack, argument, depth);
    if (name === 'Fn::GetAtt') {
      const [logicalId, attribute] = attributeOf(argument);
      return this.followAttribute(stack, logicalId, attribute, depth);
    }
    if (name === 'Fn::Sub' && typeof argument === 'string') {
      const [, only] = /^\$\{([\w.:]+)\}$/.exec(argument) ?? [];
      if (!only) return undefined;
      const [logicalId, attribute] = attributeOf(only);
      return attribute
        ? this.followAttribute(stack, logicalId, attribute, depth)
        : this.followRef(stack, logicalId, depth);
    }
    if (name === 'Fn::ImportValue') return this.followImport(argument, depth);
    if (name === 'Fn::GetStackOutput' && isObject(argument)) {
      const other = this.stacks.find((one) => one.name === argument.StackName);
      const output = other?.outputs?.[String(argument.OutputName)];
      return other && this.follow(other, output?.Value, depth + 1);
    }
    return undefined;
  }

  /** A nested stack refers to its parent's resources by a parameter. */
  private followRef(stack: CheckedStack, name: string, depth: number): Resource | undefined {
    const resource = this.byStack.get(stack)?.get(name);
    if (resource || !stack.nestedIn) return resource;
    const { stack: parent, logicalId } = stack.nestedIn;
    const given = parent.resources[logicalId]?.properties.Parameters;
    return isObject(given) ? this.follow(parent, given[name], depth + 1) : undefined;
  }

  private followAttribute(stack: CheckedStack, logicalId: string, attribute: string, depth: number) {
    const inside = this.nested.get(keyOf(stack, logicalId));
    if (!inside || !attribute.startsWith('Outputs.')) return this.byStack.get(stack)?.get(logicalId);
    return this.follow(inside, inside.outputs?.[attribute.slice('Outputs.'.length)]?.Value, depth + 1);
  }

  private followImport(exportName: unknown, depth: number): Resource | undefined {
    if (typeof exportName !== 'string') return undefined;
    for (const stack of this.stacks) {
      const output = Object.values(stack.outputs ?? {}).find((one) => one.Export?.Name === exportName);
      if (output) return this.follow(stack, output.Value, depth + 1);
    }
    return undefined;
  }
}

function keyOf(stack: CheckedStack, logicalId: string): string {
  return `${stack.name}\n${logicalId}`;
}

function attributeOf(argument: unknown): [logicalId: string, attribute: string] {
  if (Array.isArray(argument)) return [String(argument[0]), String(argument[1] ?? '')];
  const [logicalId = '', ...attribute] = String(argument).split('.');
  return [logicalId, attribute.join('.')];
}

/** A plain object, and so something that may have properties. */
export function isObject(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
