import { randomUUID } from 'node:crypto';
import type { PublicAttachment } from '../../shared/attachments.ts';

interface SentFile {
  name?: string;
  bytes?: Uint8Array | string;
  clientId?: string;
}

/** Sends a file as a widget does, whatever comes of it. */
export function postFile(
  url: string,
  { site, token, origin }: { site: string; token: string; origin?: string },
  { name = 'note.txt', bytes = 'Only words.', clientId = randomUUID() }: SentFile,
): Promise<Response> {
  return fetch(`${url}/api/v1/widget/attachments?${new URLSearchParams({ site, name, clientId })}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, ...(origin !== undefined && { Origin: origin }) },
    body: typeof bytes === 'string' ? bytes : new Uint8Array(bytes),
  });
}

/** Sends a file that must be taken. */
export async function sendFile(
  url: string,
  visitor: { site: string; token: string },
  file: SentFile,
): Promise<PublicAttachment> {
  const answer = await postFile(url, visitor, file);
  if (answer.status !== 201) throw new Error(`refused: ${await answer.text()}`);
  return (await answer.json()) as PublicAttachment;
}
