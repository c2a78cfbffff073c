import type { PageView } from '../../shared/contacts.ts';
import { URL_MAX_CHARACTERS } from '../../shared/limits.ts';

/** Routers change the address a moment after the click, and the title after that. */
const SETTLE_MS = 300;

export interface PageWatch {
  /** The page the visitor looks at now. */
  current(): PageView;
}

/**
 * Notices when a single-page app goes to another address. The page's history is not touched: after whatever may
 * have changed the address, it is compared.
 *
 * @param signal ends the watch
 */
export function watchPage(signal: AbortSignal, onChange: (page: PageView) => void): PageWatch {
  let url = location.href;
  let referrer = document.referrer;
  const current = () => ({
    url: url.slice(0, URL_MAX_CHARACTERS),
    title: document.title.slice(0, 300),
    referrer: referrer.slice(0, URL_MAX_CHARACTERS),
  });
  const compare = () => {
    if (signal.aborted || location.href === url) return;
    referrer = url;
    url = location.href;
    onChange(current());
  };
  for (const type of ['popstate', 'hashchange', 'click', 'keyup', 'focus']) {
    addEventListener(type, () => setTimeout(compare, SETTLE_MS), { signal, capture: true, passive: true });
  }
  return { current };
}
