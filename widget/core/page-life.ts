/** What becomes of the page, as far as a connection has to know. */
export interface PageLife {
  /** Left, perhaps to be come back to: whatever keeps the browser from keeping the page has to be let go. */
  onLeft(): void;
  /** Back from where the browser keeps pages, as it was left. */
  onReturned(): void;
  /** Somebody may be looking again, or the network is back. */
  onBack(): void;
  /** The browser says that the network is gone. */
  onOffline(): void;
}

/** @param signal ends the watch */
export function followPage({ onLeft, onReturned, onBack, onOffline }: PageLife, signal: AbortSignal): void {
  addEventListener('pagehide', onLeft, { signal });
  addEventListener('pageshow', ({ persisted }) => persisted && onReturned(), { signal });
  addEventListener('offline', onOffline, { signal });
  addEventListener('focus', onBack, { signal });
  addEventListener('online', onBack, { signal });
  document.addEventListener('visibilitychange', onBack, { signal });
}
