/** What a widget has done to the page it is on, so far. All of it as text: pages that break JSON are watched, too. */
export interface PageWatch {
  /** Names that were not there before any script ran. */
  globals(): string;
  /** Listeners on what is on the page, and timers that have not run. */
  left(): string;
  /** Where everything in the body lies and how it looks. */
  layout(): string;
  /** The same before the widget was there. */
  layoutBefore: string;
}

/** Begins to watch. Runs in the page, before anything else there, so it uses nothing of this file. */
export function watchPage(): void {
  const names = new Set(Object.getOwnPropertyNames(window));
  const listeners = new Set<{ on: EventTarget; type: string; listener: unknown; capture: boolean }>();
  const timers = new Set<number>();
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  const { setTimeout, setInterval, clearTimeout } = window;
  const byWidget = () => /\/(widget\.js|assets\/chat)/.test(new Error().stack ?? '');
  const find = (on: EventTarget, type: string, listener: unknown, options: unknown) => {
    const capture =
      typeof options === 'object' && options ? 'capture' in options && !!options.capture : !!options;
    const known = [...listeners].find(
      (one) => one.on === on && one.type === type && one.listener === listener && one.capture === capture,
    );
    return { known, capture };
  };
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    const on = this ?? window;
    const signal = typeof options === 'object' ? options?.signal : undefined;
    const { known, capture } = find(on, type, listener, options);
    if (listener && !signal?.aborted && !known && byWidget()) {
      const one = { on, type, listener, capture };
      listeners.add(one);
      if (signal) addEventListener.call(signal, 'abort', () => listeners.delete(one));
    }
    addEventListener.call(on, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    const on = this ?? window;
    const { known } = find(on, type, listener, options);
    if (known) listeners.delete(known);
    removeEventListener.call(on, type, listener, options);
  };
  const counted = (start: (task: () => void, delay?: number) => number, once: boolean) =>
    ((task: (...given: unknown[]) => void, delay?: number, ...given: unknown[]) => {
      const counts = byWidget();
      const timer = start(() => {
        if (once) timers.delete(timer);
        task(...given);
      }, delay);
      if (counts) timers.add(timer);
      return timer;
    }) as typeof setTimeout;
  window.setTimeout = counted(setTimeout, true);
  window.setInterval = counted(setInterval, false);
  window.clearTimeout = window.clearInterval = (timer) => {
    timers.delete(Number(timer));
    clearTimeout(timer);
  };
  const watch: PageWatch = {
    globals: () =>
      Object.getOwnPropertyNames(window)
        .filter((name) => !names.has(name))
        .join(),
    left() {
      // What is no longer on the page burdens nobody, and a signal's own listeners go with the signal.
      const there = [...listeners].filter(
        ({ on }) => !(on instanceof AbortSignal) && (!(on instanceof Node) || on.isConnected),
      );
      return [
        ...there.map(({ on, type }) => `${on.constructor.name} ${type}`),
        ...Array(timers.size).fill('timer'),
      ].join();
    },
    layout() {
      const { scrollWidth, scrollHeight } = document.documentElement;
      const lines = [`page ${scrollWidth} ${scrollHeight}`];
      for (const each of document.querySelectorAll('body, body *')) {
        const { x, y, width, height } = each.getBoundingClientRect();
        const { color, font, display } = getComputedStyle(each);
        lines.push(`${each.localName} ${x} ${y} ${width} ${height} ${color} ${font} ${display}`);
      }
      return lines.join('\n');
    },
    layoutBefore: '',
  };
  Object.defineProperty(window, Symbol.for('watch'), { value: watch });
  // The widget shows itself only after an answer of its server. A frame is given its size a moment after it begins.
  const remember = () => {
    if (!document.querySelector('parley-chat')) watch.layoutBefore = watch.layout();
  };
  addEventListener.call(document, 'DOMContentLoaded', remember);
  addEventListener.call(window, 'resize', remember);
}
