import { createHash } from 'node:crypto';
import type {
  CreateStateMachineInput,
  DescribeStateMachineInput,
  ListStateMachinesInput,
  UpdateStateMachineInput,
  ValidateStateMachineDefinitionInput,
} from '@aws-sdk/client-sfn';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import { page } from '../page';
import { checkTasks } from './check-tasks';
import type { Integrations } from './integrations/integrations';
import { compileDefinition } from './language/compile';
import { InvalidDefinition } from './language/invalid-definition';
import type { Machine } from './machine';
import { checkName } from './names';

/** State machines: standard ones only. */
export class Machines {
  /** By ARN. */
  public readonly all = new Map<string, Machine>();

  constructor(
    private readonly cloud: Cloud,
    private readonly integrations: Integrations,
    private readonly isRunning: (machineArn: string) => boolean,
  ) {}

  public async create(input: CreateStateMachineInput) {
    const { name = '', definition = '', roleArn = '', type = 'STANDARD' } = input;
    if (type !== 'STANDARD')
      throw new AwsError(
        'StateMachineTypeNotSupported',
        `the local AWS runs STANDARD state machines only, not ${type}`,
      );
    checkName(name);
    if (!/^arn:/.test(roleArn)) throw new AwsError('InvalidArn', `Invalid Arn: '${roleArn}'`);
    const workflow = await this.compile(definition);
    const arn = this.cloud.arn('states', `stateMachine:${name}`);
    const existing = this.all.get(arn);
    if (existing) return this.sameAgain(existing, definition, roleArn);
    const machine: Machine = {
      ...{ arn, name, roleArn, definition, workflow, deleting: false },
      createdAt: this.cloud.clock.now(),
      revisionId: 'INITIAL',
      settings: { loggingConfiguration: input.loggingConfiguration, tracingConfiguration: input.tracingConfiguration },
      tags: [...(input.tags ?? [])],
    };
    this.all.set(arn, machine);
    return { stateMachineArn: arn, creationDate: new Date(machine.createdAt) };
  }

  public async update({ stateMachineArn, definition, roleArn }: UpdateStateMachineInput) {
    const machine = this.find(stateMachineArn);
    if (definition === undefined && roleArn === undefined)
      throw new AwsError(
        'MissingRequiredParameter',
        'Either the definition, the role ARN, the LoggingConfiguration or the TracingConfiguration must be specified',
      );
    if (definition !== undefined) {
      machine.workflow = await this.compile(definition);
      machine.definition = definition;
    }
    machine.roleArn = roleArn ?? machine.roleArn;
    const updateDate = new Date(this.cloud.clock.now());
    machine.revisionId = createHash('sha1')
      .update(`${machine.definition}${machine.roleArn}`)
      .digest('hex')
      .slice(0, 32);
    return { updateDate, revisionId: machine.revisionId };
  }

  /** AWS deletes a machine when its executions have ended; until then it takes no new ones. */
  public delete(stateMachineArn = '') {
    const machine = this.all.get(stateMachineArn);
    if (machine) machine.deleting = true;
    this.forget(stateMachineArn);
    return {};
  }

  /** Forgets a machine that is being deleted and has no execution left. */
  public forget(arn: string): void {
    if (this.all.get(arn)?.deleting && !this.isRunning(arn)) this.all.delete(arn);
  }

  public describe({ stateMachineArn }: DescribeStateMachineInput) {
    const machine = this.find(stateMachineArn);
    return {
      stateMachineArn: machine.arn,
      name: machine.name,
      status: machine.deleting ? ('DELETING' as const) : ('ACTIVE' as const),
      definition: machine.definition,
      roleArn: machine.roleArn,
      type: 'STANDARD' as const,
      creationDate: new Date(machine.createdAt),
      revisionId: machine.revisionId,
      ...machine.settings,
    };
  }

  public list({ maxResults, nextToken }: ListStateMachinesInput) {
    const machines = [...this.all.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    const found = page(machines, maxResults || 100, nextToken);
    return {
      stateMachines: found.items.map(({ arn, name, createdAt }) => ({
        stateMachineArn: arn,
        name,
        type: 'STANDARD' as const,
        creationDate: new Date(createdAt),
      })),
      nextToken: found.nextToken,
    };
  }

  public async validate({ definition = '' }: ValidateStateMachineDefinitionInput) {
    try {
      await this.compile(definition);
      return { result: 'OK' as const, diagnostics: [] };
    } catch (error) {
      if (!(error instanceof InvalidDefinition)) throw error;
      const { reason: message, location } = error;
      const diagnostic = { severity: 'ERROR' as const, code: 'SCHEMA_VALIDATION_FAILED', message, location };
      return { result: 'FAIL' as const, diagnostics: [diagnostic] };
    }
  }

  /** @throws AwsError StateMachineDoesNotExist */
  public find(arn = ''): Machine {
    if (!/^arn:aws[\w-]*:states:[\w-]+:\d+:stateMachine:/.test(arn))
      throw new AwsError('InvalidArn', `Invalid Arn: 'Invalid ARN: ${arn}'`);
    const machine = this.all.get(arn);
    if (!machine) throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
    return machine;
  }

  private async compile(definition: string) {
    if (definition.length > 1_048_576)
      throw new AwsError('ValidationException', 'The definition has at most 1,048,576 characters');
    const workflow = compileDefinition(definition);
    await checkTasks(JSON.parse(definition), this.integrations);
    return workflow;
  }

  /** Creating the same machine again is no error. */
  private sameAgain(existing: Machine, definition: string, roleArn: string) {
    if (existing.deleting) throw new AwsError('StateMachineDeleting', `State Machine Deleting: '${existing.arn}'`);
    if (existing.definition !== definition || existing.roleArn !== roleArn)
      throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${existing.arn}'`);
    return { stateMachineArn: existing.arn, creationDate: new Date(existing.createdAt) };
  }
}
