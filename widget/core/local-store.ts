/** Small values that outlive the page, or at least stay as long as the page does. */
export interface LocalStore {
  get(name: string): string | null;
  /** Null takes the value away. */
  set(name: string, value: string | null): void;
  /** Whether the browser keeps what is set, as far as is known. */
  readonly durable: boolean;
}

/** Reads a value that the browser has kept; null where there is none and where the browser refuses. */
export function readKept(scope: string, name: string): string | null {
  try {
    return localStorage.getItem(`parley:${scope}:${name}`);
  } catch {
    return null;
  }
}

/**
 * Keeps values in the browser under `parley:SCOPE:NAME`. Where the browser refuses (private mode, blocked
 * storage, full disk) they live in memory.
 *
 * @param memory what is to live there from the beginning
 */
export function createLocalStore(
  scope: string,
  memory: Map<string, string> = new Map(),
  open: () => Storage = browserStorage,
): LocalStore {
  let durable = true;
  return {
    get durable() {
      return durable;
    },
    get(name) {
      let kept: string | null = null;
      try {
        kept = open().getItem(`parley:${scope}:${name}`);
      } catch {
        // Then memory has it.
      }
      return kept ?? memory.get(name) ?? null;
    },
    set(name, value) {
      memory.delete(name);
      try {
        if (value === null) open().removeItem(`parley:${scope}:${name}`);
        else open().setItem(`parley:${scope}:${name}`, value);
        durable = true;
      } catch {
        durable = false;
        if (value !== null) memory.set(name, value);
      }
    },
  };
}

/** Even asking for it may throw. */
function browserStorage(): Storage {
  return localStorage;
}
