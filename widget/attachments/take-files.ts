import type { Chat } from '../core/chat.ts';
import { chooseFiles } from '../core/choose-files.ts';
import { newClientId } from '../core/ids.ts';

/** Takes files to what is being written. */
export function takeFiles({ store }: Chat, more: readonly File[]): void {
  const { files, maxBytes } = store.get();
  store.set(chooseFiles(files, more, maxBytes, newClientId));
}

/** Opens the browser's choice of files; on a phone the camera is one of them. */
export function pickFiles(chat: Chat): void {
  const picker = document.createElement('input');
  picker.type = 'file';
  picker.multiple = true;
  picker.onchange = () => takeFiles(chat, [...(picker.files ?? [])]);
  picker.click();
}
