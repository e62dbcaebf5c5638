import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeExecutionCommand,
  type ExecutionListItem,
  ListExecutionsCommand,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { isNamed } from '../shared/stack-under-update';
import type { Progress } from './decide';
import type { MachineTarget } from './environment';
import { type GroupClients, hasVersion, needsBringUp } from './groups';
import { progressOf } from './machine-progress';
import type { Mark } from './marks';
import { backName, idOf, readId } from './release-ids';
import type { Releases, Situation } from './releases';

/** Clients of all that a release machine is asked and told by. */
export interface MachineClients extends GroupClients {
  readonly stepFunctions: SFNClient;
  readonly dynamoDb: DynamoDBClient;
}

type Colour = 'blue' | 'green';

/** How many of the newest executions of a machine are looked through. */
const NEWEST = 25;

/** Releases by the state machine; docs/decisions/0008-release-state-machine.md is the contract. */
export class Executions implements Releases {
  constructor(
    private readonly clients: MachineClients,
    private readonly target: MachineTarget,
  ) {}

  /** Of a DNS name nobody knows what its targets serve, and of a group not which revision each of its instances has. */
  public async isLive(): Promise<boolean> {
    const { Groups: groups, Candidate: candidate } = this.target;
    if (!groups || JSON.parse(candidate).revision !== undefined) return false;
    const { live } = await this.service();
    return hasVersion(this.clients.autoScaling, live === 'blue' ? groups.Blue : groups.Green);
  }

  public async situation(mark: Mark): Promise<Situation> {
    const [executions, { lock, live }] = await Promise.all([this.newest(this.target.ReleaseMachine), this.service()]);
    const ours = executions.flatMap(({ name: id = '' }) => {
      const found = readId(id);
      return found ? [{ id, ...found }] : [];
    });
    const started = ours.find(({ request }) => request !== mark.request);
    return {
      own: ours.find(({ request }) => request === mark.request)?.id,
      started: started && { ...started, ...(await this.stateOf(started.id, live)) },
      // One that has just been started holds no lock yet.
      running: lock ?? executions.find(({ status }) => status === 'RUNNING')?.name,
    };
  }

  public async start(mark: Mark, why: string): Promise<string> {
    const id = idOf(mark);
    const candidate = JSON.parse(this.target.Candidate);
    await this.execute(this.target.ReleaseMachine, id, { candidate, who: why, description: why, commitTime: '' });
    return id;
  }

  public async progress(id: string): Promise<Progress> {
    const [record, execution, rollbacks] = await Promise.all([
      this.item('release', id),
      this.execution(id),
      this.newest(this.target.RollbackMachine),
    ]);
    const back = rollbacks.find(({ name = '' }) => name === record?.rollback || name.startsWith(`${id}-back`));
    return progressOf(record, execution, back);
  }

  /** One whose candidate has become live meanwhile is taken back as one that has succeeded. */
  public async sendBack(id: string, why: string): Promise<void> {
    const [record, service] = await Promise.all([this.item('release', id), this.service()]);
    const previous = colourOf(record?.live) ?? service.live;
    if (service.live === previous) await this.rollBack(id, previous, why, false);
    else await this.bringBack(id, previous, service.lock, why);
  }

  public async restore(id: string, _mark: Mark, why: string) {
    const [record, { lock }] = await Promise.all([this.item('release', id), this.service()]);
    const previous = colourOf(record?.live);
    if (!previous)
      throw new Error(`the record of release ${id} has expired, so it is not known what was live before it`);
    await this.bringBack(id, previous, lock, why);
    return { id, waitsFor: 'back' as const };
  }

  /** The rollback machine brings the previous colour up first, if it has been scaled down; of a DNS name it looks whether it answers. */
  private async bringBack(id: string, previous: Colour, lock: string | undefined, why: string): Promise<void> {
    // It takes some calls at the end of the release, or a minute later on, and would be done although production is there again; the request is tried again.
    const isScaledDown = lock === `${id}-retire` || (lock === id && (await this.execution(id))?.status === 'RUNNING');
    if (isScaledDown) throw new Error(`the previous colour of release ${id} is being scaled to zero`);
    await this.rollBack(id, previous, why, await needsBringUp(this.clients, this.target.Groups, previous));
  }

  /** Going back asks nobody. */
  public async letPass(): Promise<void> {}

  private async stateOf(id: string, live: Colour) {
    const [progress, record] = await Promise.all([this.progress(id), this.item('release', id)]);
    return { progress, isLive: record !== undefined && colourOf(record.live) !== live };
  }

  private async rollBack(release: string, live: Colour, reason: string, bringUp: boolean): Promise<void> {
    const input = { release, live, reason, who: reason, bringUp };
    await this.execute(this.target.RollbackMachine, backName(release), input);
  }

  private async execute(stateMachineArn: string, name: string, input: object): Promise<void> {
    await this.clients.stepFunctions.send(
      new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }),
    );
  }

  private async execution(id: string) {
    const executionArn = `${this.target.ReleaseMachine.replace(':stateMachine:', ':execution:')}:${id}`;
    try {
      return await this.clients.stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
    } catch (error) {
      if (isNamed(error, 'ExecutionDoesNotExist')) return undefined;
      throw error;
    }
  }

  private async newest(stateMachineArn: string): Promise<ExecutionListItem[]> {
    const { executions = [] } = await this.clients.stepFunctions.send(
      new ListExecutionsCommand({ stateMachineArn, maxResults: NEWEST }),
    );
    return executions;
  }

  /** Before the first release blue is live, and nothing is locked. */
  private async service(): Promise<{ readonly live: Colour; readonly lock?: string }> {
    const item = await this.item('service', 'service');
    return { live: colourOf(item?.live) ?? 'blue', lock: item?.lock };
  }

  /** The texts of an item of the table. */
  private async item(kind: 'service' | 'release', id: string): Promise<Record<string, string | undefined> | undefined> {
    const Key = { kind: { S: kind }, id: { S: id } };
    const { Item } = await this.clients.dynamoDb.send(
      new GetItemCommand({ TableName: this.target.Table, Key, ConsistentRead: true }),
    );
    return Item && Object.fromEntries(Object.entries(Item).map(([name, { S }]) => [name, S]));
  }
}

function colourOf(text: string | undefined): Colour | undefined {
  return text === 'blue' || text === 'green' ? text : undefined;
}
