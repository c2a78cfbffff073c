import type { mongo } from 'mongoose';

/** How far a step has come; what is kept here is where the next node goes on if this one dies. */
export interface StepProgress {
  /** What was kept last; null at the beginning. */
  readonly position: string | null;
  /**
   * Keeps a position. Whoever changes many documents does it in batches and keeps one after each.
   * @throws LeaseLost where another node has taken the step over: then this one must write no more
   */
  keep(position: string): Promise<void>;
}

interface Step {
  /** How the store remembers it: never changes, is never used again. */
  name: string;
  /**
   * Does it; run again from where it was, it changes nothing twice. Asks for collections by name, because models go
   * on changing. A start waits for it: what takes minutes belongs into the background, as the search does it.
   */
  run(db: mongo.Db, progress: StepProgress): Promise<void>;
}

/** Adds something, and the release before goes on beside it: run by the first node that knows it. */
export interface Expansion extends Step {
  kind: 'expand';
}

/** Takes something away: run one release later than the last that asks for it, so that none is left that does. */
export interface Contraction extends Step {
  kind: 'contract';
  /** The first release that no longer asks for what is taken away. */
  unusedSince: number;
}

export type Migration = Expansion | Contraction;

/** Another node has taken the step over. */
export class LeaseLost extends Error {}
