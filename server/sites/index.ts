import type { Core } from '../core/core.ts';
import { Sites } from './sites.ts';

export { mayChat, maySeeSite } from './policy.ts';
export { snippetOf } from './present.ts';
export type { Sites } from './sites.ts';

/** The feature of sites; `start` reads them. */
export function createSites(core: Core): Sites {
  return new Sites(core);
}
