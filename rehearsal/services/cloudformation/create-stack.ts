import type { StackModel } from './stack';
import { listed, StackOperation } from './stack-operation';

/** Makes all resources of a new stack; when one fails, deletes those that were made. */
export class CreateStack extends StackOperation {
  public async run(model: StackModel): Promise<void> {
    const { stack } = this;
    const scope = this.scope(model);
    const create = (logicalId: string) => {
      const type = model.template.Resources[logicalId]?.Type ?? '';
      return this.attempt(logicalId, type, () =>
        this.work.create(logicalId, type, this.work.propertiesOf(logicalId, scope)),
      );
    };
    const failed = await this.forward(model, create);
    // DeleteStack has taken over.
    if (stack.status !== 'CREATE_IN_PROGRESS') return;
    const problem = failed.length > 0 ? failureText(failed) : this.publish(model);
    if (this.tools.stopped.aborted) return;
    if (problem === undefined) return stack.enter('CREATE_COMPLETE');
    if (stack.disableRollback) return stack.enter('CREATE_FAILED', problem);
    stack.enter('ROLLBACK_IN_PROGRESS', `${problem} Rollback requested by user.`);
    await this.until(async () => {
      const undeleted = await this.deleteAll(model, () => true, false);
      stack.outputs = [];
      return undeleted.length > 0 ? 'ROLLBACK_FAILED' : 'ROLLBACK_COMPLETE';
    });
  }

  /** A template error of one resource fails this resource, as an error of its service would. */
  private async attempt(logicalId: string, type: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.stack.resources.has(logicalId)) {
        const reason = (error as Error).message;
        this.stack.record({ logicalId, type, status: 'CREATE_FAILED', reason, properties: {} });
      }
      throw error;
    }
  }

  /** Sets the outputs. @returns what is wrong with them */
  private publish(model: StackModel): string | undefined {
    try {
      this.stack.outputs = this.outputs(model);
      return undefined;
    } catch (error) {
      return `${(error as Error).message}.`;
    }
  }
}

function failureText(failed: readonly string[]): string {
  return `The following resource(s) failed to create: ${listed(failed)}.`;
}
