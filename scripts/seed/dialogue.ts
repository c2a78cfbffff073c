import type { Random } from './random.ts';
import type { MailThread } from './threads.ts';

type Side = 'contact' | 'agent';

/** What the two sides of a conversation say: a mail of a thread is one side's, the answer to it the other's. */
export class Dialogue {
  readonly subject: string;
  readonly #threads: readonly MailThread[];
  readonly #random: Random;
  readonly #lines: Record<Side, string[]> = { contact: [], agent: [] };

  constructor(threads: readonly MailThread[], random: Random) {
    this.#threads = threads;
    this.#random = random;
    this.subject = this.#take().subject;
  }

  /** What this side says next. Where the thread has run out, people come to speak of something else. */
  next(side: Side): string {
    for (;;) {
      const line = this.#lines[side].shift();
      if (line !== undefined) return line;
      this.#take();
    }
  }

  #take(): MailThread {
    const thread = this.#random.pick(this.#threads);
    thread.mails.forEach((messages, index) => {
      this.#lines[index % 2 === 0 ? 'contact' : 'agent'].push(...messages);
    });
    return thread;
  }
}
