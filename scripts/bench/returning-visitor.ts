import { WELCOME_TIMEOUT_MS } from '../../shared/limits.ts';
import { retryDelayMs } from '../../shared/outbox.ts';
import type { OpenVisitor } from './side.ts';
import type { WireClient } from './wire-client.ts';

/** A visitor whose client comes back by itself, after the pauses that the protocol wants (PROTOCOL 12 and 28). */
export class ReturningVisitor {
  readonly #open: OpenVisitor;
  readonly #onReady: () => void;
  #client: WireClient | null = null;
  #timer: NodeJS.Timeout | undefined;
  #failed = 0;
  #attempts = 0;
  #hasLeft = false;

  /** @param onReady called each time when the server has told all that is shown at first */
  constructor(open: OpenVisitor, onReady: () => void) {
    this.#open = open;
    this.#onReady = onReady;
  }

  /** Connections begun so far. */
  get attempts(): number {
    return this.#attempts;
  }

  connect(): void {
    this.#attempts++;
    let isOver = false;
    let isReady = false;
    const over = () => {
      if (isOver) return; // an error is followed by the end
      isOver = true;
      this.#client?.close();
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.connect(), retryDelayMs(++this.#failed, Math.random()));
    };
    this.#timer = setTimeout(over, WELCOME_TIMEOUT_MS);
    const ready = () => {
      if (isOver || isReady) return; // each event is told, the welcome is the first
      isReady = true;
      clearTimeout(this.#timer);
      this.#failed = 0;
      this.#onReady();
    };
    this.#client = this.#open(ready, {
      onClosed: () => {
        if (!this.#hasLeft) over();
      },
    });
  }

  /** Leaves for good. */
  close(): void {
    this.#hasLeft = true;
    clearTimeout(this.#timer);
    this.#client?.close();
  }
}
