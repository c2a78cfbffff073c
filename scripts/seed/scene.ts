import type { AgentActor } from '../../server/core/actor.ts';
import type { Site } from '../../shared/sites.ts';
import type { Dialogue } from './dialogue.ts';
import type { Random } from './random.ts';
import type { Action, Recording } from './recording.ts';

/** Thrown where a story reaches the present: what would come next has not happened yet. */
export class ReachedNow extends Error {
  override readonly name = 'ReachedNow';
}

/** Where and with whom a conversation takes place, and the time in it. */
export interface Stage {
  recording: Recording;
  site: Site;
  /** Those who answer for the site; may be empty. */
  agents: readonly AgentActor[];
  dialogue: Dialogue;
  random: Random;
  /** Milliseconds since 1970; nothing happens after it. */
  now: number;
}

/** A conversation under way. */
export class Scene {
  readonly stage: Stage;
  #at: number;

  constructor(stage: Stage) {
    this.stage = stage;
    this.#at = stage.recording.opened.openedAt;
  }

  /** The time in the story, milliseconds since 1970. */
  get at(): number {
    return this.#at;
  }

  /** Lets time pass: about `medianMs`, sometimes much longer. */
  wait(medianMs: number): void {
    this.#at += Math.round(this.stage.random.wait(medianMs));
  }

  /** Lets time pass up to a moment. */
  waitUntil(at: number): void {
    this.#at = Math.max(this.#at, at);
  }

  /** @throws ReachedNow */
  act(action: Action): void {
    if (this.#at > this.stage.now) throw new ReachedNow();
    this.stage.recording.append(action, this.#at);
  }
}
