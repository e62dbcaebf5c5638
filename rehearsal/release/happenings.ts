import type { Progress, TimelineEntry } from '../report';
import type { Happening } from '../scenarios';
import { other } from './shares';
import type { Asks, ReleaseState, StartedRelease, Workload } from './workload';

/** Writes a line of the timeline, now. */
export type Note = (kind: TimelineEntry['kind'], text: string, bad?: boolean) => void;

export interface HappeningsProps {
  readonly workload: Workload;
  readonly release: StartedRelease;
  readonly happening?: Happening;
  /** Who decides at the gate. */
  readonly approve: 'auto' | Asks;
  readonly note: Note;
}

/** What people and misfortune do during a release. */
export class Happenings {
  private decided = false;
  private readonly done = new Set<Happening>();

  /** Where the release was killed, until it is redriven. */
  private killed?: string;

  constructor(private readonly props: HappeningsProps) {
    const { happening, release } = props;
    if (happening === 'machine-killed') {
      release.killSomewhere?.((where) => {
        this.killed = where;
      });
    }
  }

  public async consider(state: ReleaseState, { weights, live }: Progress): Promise<void> {
    const { happening, note, release, workload } = this.props;
    if (state.isAtGate) this.atGate();
    const shifting = state.isGoingForward && weights[other(live)] > 0;
    if (this.killed !== undefined && !state.isGoingForward && !state.isAtGate) await this.redrive(this.killed);
    if (happening === 'candidate-crashes-while-shifting' && shifting) this.crash();
    if (happening === 'instance-dies-while-shifting' && shifting && this.first(happening)) {
      workload.crashOne?.();
      note('fault', 'an instance of the candidate dies', true);
    }
    if (happening === 'route53-throttles' && shifting && this.first(happening)) {
      workload.throttle?.();
      note('fault', 'Route 53 refuses requests: others use up its rate', true);
    }
    if (happening === 'weights-changed-while-shifting' && shifting && this.first(happening)) {
      await workload.setWeights?.(live === 'blue' ? { blue: 100, green: 0 } : { blue: 0, green: 100 });
      note('person', 'somebody gives live all production traffic by hand', true);
    }
    if (happening === 'person-stops-while-shifting' && shifting && this.first(happening)) {
      note('person', 'a person stops the release', true);
      await release.stop();
    }
  }

  /** Asks the person once; nobody answers when that is the scenario. */
  private atGate(): void {
    const { happening, approve, release } = this.props;
    if (this.decided || happening === 'nobody-approves') return;
    this.decided = true;
    const answer = approve === 'auto' ? Promise.resolve('promote' as const) : approve(release.links);
    answer.then((decision) => this.answer(decision)).catch(() => undefined);
  }

  private async answer(decision: 'promote' | 'reject'): Promise<void> {
    const { note, release } = this.props;
    note('person', decision === 'promote' ? 'a person promotes' : 'a person rejects', decision === 'reject');
    await (decision === 'promote' ? release.promote() : release.reject());
  }

  private crash(): void {
    const count = this.props.workload.crashCandidate();
    if (count > 0 && this.first('candidate-crashes-while-shifting')) {
      this.props.note('fault', `the candidate crashes (${count} processes), and again whenever it comes back`, true);
    }
  }

  private async redrive(where: string): Promise<void> {
    const { note, release } = this.props;
    this.killed = undefined;
    // The gate that it comes to again has another token.
    this.decided = false;
    note('fault', `the state machine is killed ${where}`, true);
    await release.redrive?.();
    note('person', 'a person redrives it');
  }

  private first(happening: Happening): boolean {
    if (this.done.has(happening)) return false;
    this.done.add(happening);
    return true;
  }
}
