import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { MachineDescriptor } from '../../../rehearsal/release/descriptor/machine';
import type { Colour } from '../../../rehearsal/report';
import {
  type Look,
  type Plan,
  type Release,
  ReleaseRunning,
  type Releases,
  type Traffic,
  type Wanted,
  type WayBack,
} from '../../commands/ports';
import { Problem } from '../../commands/problem';
import { firingAlarms } from '../alarms';
import type { MachineClients } from '../clients';
import { commitTimeOf } from '../commit-time';
import { Looks } from '../looks';
import { callerOf } from './caller';
import { Executions } from './executions';
import { answerGate } from './gate';
import type { ReleaseRecord } from './record';
import { Records } from './records';
import { releaseOf, unrecordedRelease } from './release-of';
import type { MachineWorkload } from './workload';

/** Releases by the state machine; `docs/decisions/0008-release-state-machine.md` is the contract. */
export class MachineReleases implements Releases {
  public readonly canFinish = false;
  private readonly records: Records;
  private readonly executions: Executions;
  private readonly looks: Looks;

  /** @param pause waits until a gate may have renewed its token */
  constructor(
    private readonly service: MachineDescriptor,
    private readonly workload: MachineWorkload,
    private readonly clients: Pick<MachineClients, 'stepFunctions' | 'dynamoDb' | 'cloudWatch' | 'sts'>,
    private readonly pause: () => Promise<void> = () => setTimeout(1000),
  ) {
    this.records = new Records(clients.dynamoDb, service.table);
    this.looks = new Looks(clients.dynamoDb, service.table);
    this.executions = new Executions(clients.stepFunctions, service);
  }

  /** The release that holds the lock comes before a newer one that was refused for it. */
  public async look(id?: string): Promise<Look> {
    const { live, lock } = await this.records.service();
    const wanted = id ?? lock;
    const release = wanted === undefined ? (await this.newest())[0] : await this.find(wanted);
    const [traffic, firing, lastLook] = await Promise.all([
      this.workload.traffic(live),
      firingAlarms(this.clients.cloudWatch, this.service.alarms),
      release && this.service.analysis ? this.looks.last(release.id) : undefined,
    ]);
    return { traffic: { live, ...traffic, firing }, release: release && lastLook ? { ...release, lastLook } : release };
  }

  public async history(limit: number): Promise<readonly Release[]> {
    return this.newest(limit);
  }

  public async has(id: string): Promise<boolean> {
    // Executions first, so that a release is found although the table is down.
    return (await this.executions.ofRelease(id)) !== undefined || (await this.records.release(id)) !== undefined;
  }

  public async plan(wanted: Wanted, traffic: Traffic): Promise<Plan> {
    const { input: candidate, version, isLive } = this.workload.candidate(wanted, traffic);
    const commitTime = commitTimeOf(wanted);
    return {
      version,
      isLive,
      start: async () => {
        const { lock, retiring } = await this.records.service();
        if (lock) throw new ReleaseRunning(lock);
        this.refuseWhile(retiring);
        const id = newId();
        const who = await callerOf(this.clients.sts);
        const input = { candidate, who, description: wanted.description ?? '', commitTime };
        await this.executions.startRelease(id, wanted.withoutData ? { ...input, withoutData: true } : input);
        return id;
      },
    };
  }

  public async promote(id: string): Promise<void> {
    const who = await callerOf(this.clients.sts);
    await this.answer(id, (token) => this.executions.promote(token, { who, at: new Date().toISOString() }));
  }

  public async reject(id: string, why?: string): Promise<void> {
    const who = (await callerOf(this.clients.sts)) || 'somebody';
    await this.answer(id, (token) => this.executions.reject(token, `rejected by ${who}${why ? `: ${why}` : ''}`));
  }

  public async finish(id: string): Promise<void> {
    throw new Problem(
      `the bake time of release ${id} cannot be cut short: the state machine of ${this.service.path} waits for it; deploy a shorter one for the next release`,
    );
  }

  public async stop(id: string): Promise<void> {
    const [record, service, who] = await Promise.all([
      this.records.release(id),
      this.records.service(),
      callerOf(this.clients.sts),
    ]);
    const { live } = record ?? service;
    const reason = `stopped by ${who || 'somebody'}`;
    await this.executions.startRollback(backName(id), { release: id, live, reason, who, bringUp: false });
  }

  public async goBack({ id }: Release): Promise<WayBack> {
    const { path } = this.service;
    const [service, record] = await Promise.all([this.records.service(), this.records.release(id)]);
    if (!record)
      throw new Problem(
        `the record of release ${id} of ${path} has expired, so it is not known what was live before it`,
      );
    if (service.lock && service.lock !== id) {
      throw new Problem(
        `release ${service.lock} of ${path} is running; stop that one first: bluegreen stop ${path}`,
        1,
      );
    }
    this.refuseWhile(service.retiring);
    const { live: previous } = record;
    if (previous === service.live)
      throw new Problem(`${previous} was live before release ${id} of ${path}, and is live now`, 1);
    if (record.startedAt && (await this.workload.isNewer(previous, record.startedAt))) {
      throw new Problem(
        `${previous} of ${path} was made after release ${id} began, so it is not what was live before; the version before is a release of its own: bluegreen release ${path} --help`,
        1,
      );
    }
    const [bringUp, who] = await Promise.all([this.workload.needsBringUp(previous, false), callerOf(this.clients.sts)]);
    const reason = `rolled back by ${who || 'somebody'}`;
    await this.executions.startRollback(backName(id), { release: id, live: previous, reason, who, bringUp });
    const first = `${previous} ${bringUp ? this.workload.bringsUp : 'gets'}`;
    return {
      by: 'the rollback machine',
      id,
      goal: 'rolled-back',
      told: [`release ${id} of ${path} has ended: ${first} all production traffic back`],
    };
  }

  public async goBackTo(colour: Colour, id?: string): Promise<WayBack> {
    const release = id ?? (await this.executions.newestRelease());
    if (!release) throw new Problem(`${this.service.path} was never released, so there is nothing to go back from`, 1);
    const [bringUp, who] = await Promise.all([this.workload.needsBringUp(colour, true), callerOf(this.clients.sts)]);
    const reason = `sent back to ${colour} by ${who || 'somebody'}`;
    await this.executions.startRollback(backName(release), { release, live: colour, reason, who, bringUp });
    return {
      by: 'the rollback machine',
      id: release,
      goal: 'rolled-back',
      told: [`${colour} gets all production traffic of ${this.service.path}; release ${release} is ended`],
    };
  }

  /** The machines take over from one that was killed. */
  private refuseWhile(retiring: Date | undefined): void {
    if (!retiring || Date.now() - retiring.getTime() > STALE_RETIREMENT_MS) return;
    throw new Problem(
      `the previous colour of ${this.service.path} is being scaled to zero, which takes a minute; try again then (after 20 minutes if that was killed)`,
      1,
    );
  }

  private async newest(limit = 1): Promise<Release[]> {
    return Promise.all((await this.records.latest(limit)).map((record) => this.recorded(record)));
  }

  private async find(id: string): Promise<Release> {
    const record = await this.records.release(id);
    if (record) return this.recorded(record);
    const execution = await this.executions.ofRelease(id);
    if (execution) return unrecordedRelease(id, execution);
    throw new Problem(`there is no release '${id}' of ${this.service.path}; 'bluegreen history' lists the releases`);
  }

  /** Executions are asked for where they may say something that the record does not. */
  private async recorded(record: ReleaseRecord): Promise<Release> {
    const { id, outcome } = record;
    const [execution, rollback] = await Promise.all([
      outcome ? undefined : this.executions.ofRelease(id),
      outcome === 'refused' ? undefined : this.executions.rollbackOf(id, record.rollback),
    ]);
    const { steps, path } = this.service;
    return releaseOf({ record, stepCount: steps.length, execution, rollback, path });
  }

  private answer(id: string, send: (taskToken: string) => Promise<void>): Promise<void> {
    return answerGate({ id, read: () => this.records.release(id), send, pause: this.pause });
  }
}

/** As long as the release machine waits for it. */
const STALE_RETIREMENT_MS = 1_200_000;

/** Ids sort by their time. */
function newId(): string {
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  return `${time}-${randomBytes(2).toString('hex')}`;
}

function backName(id: string): string {
  return `${id}-back-${randomBytes(2).toString('hex')}`;
}
