import type { Namespace } from 'socket.io';
import type { ConsoleServerEvents, WidgetServerEvents } from '../../../shared/events.ts';
import type { Log } from '../log.ts';
import { isHeard } from './is-heard.ts';

type ConsoleNamespace = Namespace<Record<string, never>, ConsoleServerEvents>;
type WidgetNamespace = Namespace<Record<string, never>, WidgetServerEvents>;

/**
 * Tells sockets what happened. A hint, never the truth: whoever misses it finds out from the log. So nothing here
 * throws or waits.
 */
export class Publisher {
  /** Tells this node's sockets alone: for what every node finds out by itself. */
  readonly here: Publisher;
  readonly #console: ConsoleNamespace;
  readonly #widget: WidgetNamespace;
  readonly #log: Log;
  readonly #reach: 'everywhere' | 'here';

  /** @param reach `here` where this node is the only one */
  constructor(console: Namespace, widget: Namespace, log: Log, reach: 'everywhere' | 'here') {
    this.#console = console as unknown as ConsoleNamespace;
    this.#widget = widget as unknown as WidgetNamespace;
    this.#log = log;
    this.#reach = reach;
    this.here = reach === 'here' ? this : new Publisher(console, widget, log, 'here');
  }

  /** Sends an event to consoles in any of the rooms, once each, but not to the socket it came from. */
  toConsoles<E extends keyof ConsoleServerEvents>(
    target: string | string[],
    event: E,
    payload: Parameters<ConsoleServerEvents[E]>[0],
    exceptSocketId?: string,
  ): void {
    this.#send(() => {
      if (this.#reach === 'here' && !isHeard(this.#console, target, exceptSocketId)) return;
      const room = (this.#reach === 'here' ? this.#console.local : this.#console).to(target);
      const audience = exceptSocketId === undefined ? room : room.except(exceptSocketId);
      audience.emit(event, ...([payload] as Parameters<ConsoleServerEvents[E]>));
    });
  }

  /** Sends an event to widgets in any of the rooms, once each, but not to the socket it came from. */
  toWidgets<E extends keyof WidgetServerEvents>(
    target: string | string[],
    event: E,
    payload: Parameters<WidgetServerEvents[E]>[0],
    exceptSocketId?: string,
  ): void {
    this.#send(() => {
      if (this.#reach === 'here' && !isHeard(this.#widget, target, exceptSocketId)) return;
      const room = (this.#reach === 'here' ? this.#widget.local : this.#widget).to(target);
      const audience = exceptSocketId === undefined ? room : room.except(exceptSocketId);
      audience.emit(event, ...([payload] as Parameters<WidgetServerEvents[E]>));
    });
  }

  /** Tells the consoles of a room on this node why, then cuts them. Other nodes do so by what they are told. */
  cutConsoles(room: string, refusal: Parameters<ConsoleServerEvents['refused']>[0]): void {
    this.here.toConsoles(room, 'refused', refusal);
    this.#send(() => this.#console.local.in(room).disconnectSockets(true));
  }

  /** Tells the widgets of a room on this node why, then cuts them. Other nodes do so by what they are told. */
  cutWidgets(room: string, refusal: Parameters<WidgetServerEvents['refused']>[0]): void {
    this.here.toWidgets(room, 'refused', refusal);
    this.#send(() => this.#widget.local.in(room).disconnectSockets(true));
  }

  /** Puts the consoles of a room on this node into another one as well. */
  moveConsoles(from: string, into: string): void {
    this.#send(() => this.#console.local.in(from).socketsJoin(into));
  }

  /** Whether a console of this node is in a room. */
  hasConsoles(room: string): boolean {
    return this.#console.adapter.rooms.has(room);
  }

  #send(send: () => void): void {
    try {
      send();
    } catch (error) {
      this.#log.warn({ err: error }, 'An event could not be published; clients will ask for what they miss.');
    }
  }
}
