import type { Progress, Started } from './decide';
import type { Mark } from './marks';

/** A release that an earlier request has started. */
export interface StartedBefore extends Started {
  /** Of which version, by its mark. */
  readonly version: string;
  /** Whether what it has brought is live. */
  readonly isLive: boolean;
}

/** What is known before anything is done. */
export interface Situation {
  /** The release that the same request has started. */
  readonly own?: string;
  /** The newest release that an earlier request of the same resource has started. */
  readonly started?: StartedBefore;
  /** A release that runs. */
  readonly running?: string;
}

/** Releases of one construct, whoever carries them out. */
export interface Releases {
  /** Whether what the template wants is live. */
  isLive(): Promise<boolean>;
  situation(mark: Mark): Promise<Situation>;
  /** @returns the id of the release */
  start(mark: Mark, why: string): Promise<string>;
  progress(release: string): Promise<Progress>;
  /** Has a release that runs go back. */
  sendBack(release: string, why: string): Promise<void>;
  /**
   * Brings back what was live when a release began that has succeeded, without hooks, steps and people.
   *
   * @returns the release that does it, and what is to be waited for
   */
  restore(
    release: string,
    mark: Mark,
    why: string,
  ): Promise<{ readonly id: string; readonly waitsFor: 'shifted' | 'back' }>;
  /** Lets a restoring release go on that waits for a person. */
  letPass(release: string): Promise<void>;
}
