import type { Facts } from './model/release';
import type { Resource } from './model/templates';

/** Whether AWS refuses it, or it only hurts. */
export type Level = 'error' | 'warning';

/** One thing to look for. Its id is a contract: teams acknowledge warnings by it. */
export interface Check {
  readonly id: string;
  readonly level: Level;
  /** What is looked for, in a few words. */
  readonly title: string;
  /** Why it matters. */
  readonly reason: string;
  /** What to do about it. */
  readonly wayOut: string;
  /** What is found, each with the resource that a person looks for it at, and with names and values. */
  readonly find: (facts: Facts) => Found[];
}

export interface Found {
  readonly resource: Resource;
  readonly message: string;
}

/** Something found, as people and programs are told it. */
export interface Finding {
  readonly id: string;
  readonly level: Level;
  /** Path of the construct. */
  readonly path: string;
  readonly message: string;
  readonly wayOut: string;
}
