/** State that can be watched: replaced as a whole, never changed in place. */
export interface Store<State> {
  get(): State;
  set(patch: Partial<State>): void;
  /** @returns takes the listener away again */
  watch(listener: () => void): () => void;
}

export function createStore<State extends object>(initial: State): Store<State> {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    set(patch) {
      state = { ...state, ...patch };
      for (const listener of [...listeners]) listener();
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
