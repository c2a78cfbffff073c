import type { Signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { ATTACHMENTS_MAX } from '../../shared/limits.ts';
import { chooseFiles, type FileFault, sizeWords } from '../../widget/core/choose-files.ts';
import { newClientId } from '../../widget/core/ids.ts';
import type { OutgoingFile } from '../../widget/core/uploads.ts';
import { useDesk } from '../desk-context.ts';

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
      return `${fault.name} is empty.`;
    case 'too_large':
      return `${fault.name} is larger than ${sizeWords(maxBytes)}. Share a link to it instead.`;
    case 'too_many':
      return `A message takes ${ATTACHMENTS_MAX} files. Send the others in the next one.`;
  }
}
