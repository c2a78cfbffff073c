/** A site's logo while it is chosen: read here, so that it is seen before it is saved. */
import type { Ack } from '../../shared/errors.ts';
import { PICTURE_MAX_BYTES, PICTURE_MEDIA_TYPES } from '../../shared/limits.ts';
import type { Look } from '../../shared/look.ts';
import type { Site } from '../../shared/sites.ts';
import type { Api } from '../core/api.ts';
import { keptLogo } from '../sites/kept-logo.ts';
import type { SiteWithSnippet } from '../sites/site-with-snippet.ts';
import { words } from '../words/words.ts';

/** Enough to see whether something shines through, in pixels. */
const LOOKED_AT = 32;
const OPAQUE = 255;

type ShownLogo = NonNullable<Look['logo']>;

/** What becomes of the logo: as it is, none, or another one. */
export type LogoDraft = { kind: 'kept' } | { kind: 'none' } | { kind: 'new'; file: File; shown: ShownLogo };

/** The logo as it will be. */
export function draftedLogo(site: Pick<Site, 'key' | 'logo'>, draft: LogoDraft): Look['logo'] {
  switch (draft.kind) {
    case 'kept':
      return keptLogo(site);
    case 'none':
      return null;
    case 'new':
      return draft.shown;
  }
}

/** @returns the draft, or in words why this can be none */
export async function readLogo(file: File): Promise<LogoDraft | string> {
  if (file.size > PICTURE_MAX_BYTES) return words.agents.pictureTooLarge;
  const bitmap = PICTURE_MEDIA_TYPES.some((type) => type === file.type)
    ? await createImageBitmap(file).catch(() => null)
    : null;
  if (bitmap === null) return words.faults.logo;
  const { width, height } = bitmap;
  const shown = {
    url: URL.createObjectURL(file),
    width,
    height,
    fills: width === height && isOpaque(bitmap),
  };
  bitmap.close();
  return { kind: 'new', file, shown };
}

/** Sends what the draft says. Null where it says nothing. */
export async function saveLogo(api: Api, site: Site, draft: LogoDraft): Promise<Ack<SiteWithSnippet> | null> {
  const path = `/sites/${site.id}/logo`;
  switch (draft.kind) {
    case 'kept':
      return null;
    case 'none':
      return api.delete(path);
    case 'new':
      return api.put(path, draft.file);
  }
}

function isOpaque(bitmap: ImageBitmap): boolean {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = LOOKED_AT;
  const context = canvas.getContext('2d');
  if (context === null) return false;
  context.drawImage(bitmap, 0, 0, LOOKED_AT, LOOKED_AT);
  const { data } = context.getImageData(0, 0, LOOKED_AT, LOOKED_AT);
  return data.every((value, at) => at % 4 !== 3 || value === OPAQUE);
}
