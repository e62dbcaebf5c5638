import type { Construct } from 'constructs';
import type { BoundContext } from './bound-context';

/** Sees to it that a hook with resources of its own is used by exactly one service. */
export class SingleUse {
  private user?: string;

  constructor(private readonly hook: Construct) {
    hook.node.addValidation({
      validate: () =>
        this.user === undefined ? [`hook '${hook.node.path}' is used by no service; list it in 'hooks'`] : [],
    });
  }

  /** Fails when a service uses the hook already: its function knows one test listener and answers for one group. */
  public claim(context: BoundContext): void {
    if (this.user !== undefined) {
      throw new Error(
        `hook '${this.hook.node.path}' is already used by '${this.user}' and cannot be used by '${context.servicePath}' too; make one hook for each service`,
      );
    }
    this.user = context.servicePath;
  }
}
