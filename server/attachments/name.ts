import { ATTACHMENT_NAME_SHOWN_CHARACTERS } from '../../shared/limits.ts';
import { isSeen, oneLine } from '../../shared/one-line.ts';

/** What Windows keeps for devices, with any extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
const EXTENSION = /\.[A-Za-z0-9]{1,10}$/;
/** What nobody sees, within a name: two names that look the same are the same. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;

/**
 * A name under which a file can be shown and saved anywhere: without folders, without what systems give a meaning to,
 * and without anything that turns letters around or hides them.
 */
export function fileName(sent: string): string {
  const [last = ''] = oneLine(sent.normalize('NFC')).split(/[/\\]/).slice(-1);
  const plain = last
    .replace(UNSEEN, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const named = isSeen(plain) ? plain : 'file';
  return shortened(DEVICE.test(named) ? `_${named}` : named);
}

/** The same name with the extension of what the file really is. */
export function withExtension(name: string, extension: string): string {
  const stem = name.replace(EXTENSION, '');
  return EXTENSION.exec(name)?.[0].toLowerCase() === `.${extension}`
    ? name
    : shortened(`${stem}.${extension}`);
}

/** `Content-Disposition` (RFC 6266) with the name in ASCII, and whole for who reads RFC 8187. */
export function disposition(kind: 'inline' | 'attachment', name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

function shortened(name: string): string {
  const characters = [...name];
  if (characters.length <= ATTACHMENT_NAME_SHOWN_CHARACTERS) return name;
  const extension = EXTENSION.exec(name)?.[0] ?? '';
  return characters.slice(0, ATTACHMENT_NAME_SHOWN_CHARACTERS - extension.length).join('') + extension;
}
