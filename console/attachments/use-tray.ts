import type { Signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { ATTACHMENTS_MAX } from '../../shared/limits.ts';
import { fill } from '../../shared/wording.ts';
import { chooseFiles, type FileFault, sizeWords } from '../../widget/core/choose-files.ts';
import { newClientId } from '../../widget/core/ids.ts';
import type { OutgoingFile } from '../../widget/core/uploads.ts';
import { useDesk } from '../desk-context.ts';
import { counted, language, words } from '../words/words.ts';

/** Files that are chosen for what is being written, and what was wrong with those that could not be. */
export function useTray(tray: Signal<readonly OutgoingFile[]>) {
  const { attachmentMaxBytes } = useDesk();
  const [fault, setFault] = useState('');
  return {
    fault,
    take(more: File[]): void {
      const chosen = chooseFiles(tray.value, more, attachmentMaxBytes.value, newClientId);
      tray.value = chosen.files;
      setFault(chosen.faults.map((each) => faultWords(each, attachmentMaxBytes.value)).join(' '));
    },
    remove(clientId: string): void {
      tray.value = tray.value.filter((file) => file.clientId !== clientId);
      setFault('');
    },
    clear(): void {
      tray.value = [];
      setFault('');
    },
  };
}

function faultWords(fault: FileFault, maxBytes: number): string {
  switch (fault.kind) {
    case 'empty':
      return fill(words.writing.fileEmpty, { name: fault.name });
    case 'too_large':
      return fill(words.writing.fileTooLarge, { name: fault.name, size: sizeWords(maxBytes, language()) });
    case 'too_many':
      return counted(words.writing.tooManyFiles, ATTACHMENTS_MAX);
  }
}
