import type { Conversation } from '../../shared/conversations.ts';
import type { Entry } from '../../shared/entries.ts';
import type { Job, JobHandler, Jobs } from '../core/jobs/jobs.ts';
import { Handled } from './handled.ts';
import type { LogCollections } from './model.ts';

/** Something that follows from an entry, done at least once whatever happens to the node that appended it. */
export interface SideEffect {
  name: string;
  /**
   * Cheap and without effect: whether this entry calls for it. Asked for every entry, on the way of every message.
   * `conversation` is the fold right after it, or null where it is not at hand (the sweep): then say yes rather
   * than no, `run` looks again.
   */
  wants(entry: Entry, conversation: Conversation | null): boolean;
  run: JobHandler;
}

/** What follows from entries: turns each entry into the jobs it calls for. */
export class SideEffects {
  readonly #jobs: Jobs;
  readonly #effects: SideEffect[] = [];
  readonly #handled: Handled;

  constructor(jobs: Jobs, { conversations }: Pick<LogCollections, 'conversations'>) {
    this.#jobs = jobs;
    this.#handled = new Handled(conversations);
  }

  register(effect: SideEffect): void {
    this.#effects.push(effect);
    this.#jobs.handle(effect.name, effect.run);
  }

  /**
   * Puts everything this entry calls for on the job list; most call for nothing and cost nothing.
   * @returns null where nothing is called for, otherwise when it is on the list
   */
  request(entry: Entry, conversation: Conversation | null): Promise<void> | null {
    const wanted = this.#wanted(entry, conversation);
    const note = () => this.#handled.note(entry.conversationId, entry.seq);
    if (wanted.length > 0) return this.#jobs.add(wanted).then(note);
    note();
    return null;
  }

  /** Notes in the conversations what this node has seen to, so that the sweep need not. */
  writeHandled(): Promise<void> {
    return this.#handled.write();
  }

  /** The same for many entries at once, without their folds. */
  async requestAll(entries: readonly Entry[]): Promise<void> {
    await this.#jobs.add(entries.flatMap((entry) => this.#wanted(entry, null)));
  }

  #wanted(entry: Entry, conversation: Conversation | null): Job[] {
    return this.#effects
      .filter((effect) => effect.wants(entry, conversation))
      .map((effect) => ({ conversationId: entry.conversationId, seq: entry.seq, handler: effect.name }));
  }
}
