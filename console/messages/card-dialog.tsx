import { useState } from 'preact/hooks';
import {
  CARD_TEXT_MAX_CHARACTERS,
  CARD_TITLE_MAX_CHARACTERS,
  PICTURE_WORDS_MAX_CHARACTERS,
  URL_MAX_CHARACTERS,
} from '../../shared/limits.ts';
import { isSafeLink } from '../../shared/safe-link.ts';
import { chooseFiles } from '../../widget/core/choose-files.ts';
import { newClientId } from '../../widget/core/ids.ts';
import type { OutgoingFile } from '../../widget/core/uploads.ts';
import { AttachButton } from '../attachments/attach-button.tsx';
import { ChosenFiles } from '../attachments/file-rows.tsx';
import { useForm } from '../core/use-form.ts';
import { useDesk } from '../desk-context.ts';
import { Dialog } from '../ui/dialog.tsx';
import { TextAreaField, TextField } from '../ui/field.tsx';
import { words } from '../words/words.ts';
import type { DraftCard } from './offers.ts';

/** A card to go with a reply. */
export function CardDialog({ onAdd, onClose }: { onAdd(card: DraftCard): void; onClose(): void }) {
  const { attachmentMaxBytes } = useDesk();
  const [picture, setPicture] = useState<OutgoingFile | null>(null);
  const [fault, setFault] = useState('');
  const form = useForm({ title: '', text: '', link: '', pictureWords: '' });
  const { values, faults, set } = form;
  const take = (files: File[]) => {
    const pictures = files.filter(({ type }) => /^image\/(png|jpeg|webp|gif|avif)$/.test(type));
    const [chosen] = chooseFiles([], pictures, attachmentMaxBytes.value, newClientId).files;
    setFault(chosen ? '' : words.offers.noPicture);
    setPicture(chosen ?? null);
  };
  const add = () => {
    if (!form.require({ title: words.offers.titleNeeded })) return;
    const link = values.link.trim();
    if (link !== '' && !isSafeLink(link)) return form.refuse({ link: words.offers.linkNeeded });
    onAdd({
      title: values.title.trim(),
      text: values.text.trim().slice(0, CARD_TEXT_MAX_CHARACTERS),
      link,
      picture,
      pictureWords: values.pictureWords.trim(),
    });
  };
  return (
    <Dialog title={words.offers.card} verb={words.offers.add} onConfirm={add} onClose={onClose}>
      <TextField
        label={words.offers.title}
        value={values.title}
        error={faults.title}
        onText={(title) => set('title', title)}
        input={{ autoFocus: true, required: true, maxLength: CARD_TITLE_MAX_CHARACTERS }}
      />
      <TextAreaField
        label={words.offers.text}
        value={values.text}
        onText={(text) => set('text', text)}
        rows={2}
      />
      <TextField
        label={words.offers.link}
        value={values.link}
        error={faults.link}
        onText={(link) => set('link', link)}
        input={{ placeholder: 'https://', dir: 'ltr', maxLength: URL_MAX_CHARACTERS, spellcheck: false }}
      />
      <div class="card-picture">
        <AttachButton onFiles={take} label={words.offers.picture} />
        <span>{words.offers.picture}</span>
      </div>
      <ChosenFiles files={picture ? [picture] : []} fault={fault} onRemove={() => setPicture(null)} />
      {picture && (
        <TextField
          label={words.offers.pictureWords}
          help={words.offers.pictureWordsHelp}
          value={values.pictureWords}
          onText={(pictureWords) => set('pictureWords', pictureWords)}
          input={{ maxLength: PICTURE_WORDS_MAX_CHARACTERS }}
        />
      )}
    </Dialog>
  );
}
