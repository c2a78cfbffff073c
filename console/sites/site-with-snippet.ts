import type { Site } from '../../shared/sites.ts';

/** A site as REST gives it: with the script tag to paste, and what a page's policy has to allow for it. */
export type SiteWithSnippet = Site & { snippet: string; policy: string };
