import type { Site } from '../../shared/sites.ts';

/** A site as REST gives it: with the script tag to paste. */
export type SiteWithSnippet = Site & { snippet: string };
