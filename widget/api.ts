/** `window.Parley`: what the page asked for before loading is done, what it asks for later is done at once. */
import type { Parley, ParleyEvents, ParleyQueue } from './parley.d.ts';
import type { ChatCommands } from './shell.ts';

/** What the page may ask for. */
export interface Commands {
  /** @param open the other way round unless said */
  setOpen(open?: boolean): void;
  setHidden(hidden: boolean): void;
  /** Something for the chat itself. */
  tell(name: keyof ChatCommands, value: unknown): void;
  destroy(): void;
}

export interface PageApi {
  parley: Parley;
  /** Calls the page's listeners. What they throw is said in the console and goes no further. */
  emit<Name extends keyof ParleyEvents>(
    name: Name,
    ...detail: ParleyEvents[Name] extends undefined ? [] : [ParleyEvents[Name]]
  ): void;
}

const CHAT_COMMANDS = ['identify', 'setContext', 'setLocale', 'prefill'] as const;

export function createPageApi(commands: Commands): PageApi {
  const listeners = new Set<[name: string, listener: (detail: unknown) => void]>();
  let ready = false;
  const parley = {
    push: (use: (parley: Parley) => void) => quietly(() => use(parley)),
    open: () => commands.setOpen(true),
    close: () => commands.setOpen(false),
    toggle: () => commands.setOpen(),
    show: () => commands.setHidden(false),
    hide: () => commands.setHidden(true),
    destroy: commands.destroy,
    on(name: string, listener: (detail: unknown) => void) {
      const heard: [string, (detail: unknown) => void] = [name, listener];
      listeners.add(heard);
      if (ready && name === 'ready') quietly(listener);
      return () => void listeners.delete(heard);
    },
  } as Parley;
  for (const name of CHAT_COMMANDS) parley[name] = (value: unknown) => commands.tell(name, value);
  return {
    parley,
    emit(name: string, detail?: unknown) {
      ready ||= name === 'ready';
      for (const [heard, listener] of [...listeners]) if (heard === name) quietly(() => listener(detail));
    },
  };
}

/** Puts the API where the page expects it, and does what has been asked for before. */
export function publish(parley: Parley, page: { Parley?: Parley | ParleyQueue }): void {
  const queue = page.Parley;
  page.Parley = parley;
  if (Array.isArray(queue)) for (const use of queue) parley.push(use);
}

/** Calls, and says in the console what went wrong instead of throwing it into the page. */
export function quietly(call: (nothing?: undefined) => void): void {
  try {
    call();
  } catch (error) {
    console.error('Parley:', error);
  }
}
