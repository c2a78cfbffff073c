import { useState } from 'preact/hooks';
import type { Agent } from '../../shared/agents.ts';
import type { Ack } from '../../shared/errors.ts';
import { PICTURE_MAX_BYTES } from '../../shared/limits.ts';
import { useDesk } from '../desk-context.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Button } from '../ui/button.tsx';
import './picture-field.css';
import { refusalWords, words } from '../words/words.ts';

const TYPES = 'image/png,image/jpeg,image/webp';

/** The agent's picture: chosen, shown at once, taken away. */
export function PictureField({ me }: { me: Agent }) {
  const desk = useDesk();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const run = async (send: () => Promise<Ack<Agent>>) => {
    setBusy(true);
    setFailure(null);
    const answer = await send();
    setBusy(false);
    if (answer.ok) desk.directory.take([answer.value]);
    else setFailure(refusalWords(answer.error));
  };
  const choose = (input: HTMLInputElement) => {
    const file = input.files?.[0];
    input.value = '';
    if (file === undefined) return;
    if (file.size > PICTURE_MAX_BYTES) setFailure(words.agents.pictureTooLarge);
    else void run(() => desk.api.put<Agent>('/me/picture', file));
  };
  return (
    <div class="field">
      <p class="field-label">{words.agents.picture}</p>
      <div class="picture-field">
        <Avatar id={me.id} name={me.name} pictureUrl={me.pictureUrl} size="large" />
        <div class="picture-field-actions">
          <label class="button picture-field-file">
            {busy ? words.general.oneMoment : words.agents.choosePicture}
            <input
              type="file"
              accept={TYPES}
              disabled={busy}
              onChange={(event) => choose(event.currentTarget)}
            />
          </label>
          {me.pictureUrl && (
            <Button
              look="quiet"
              off={busy}
              onClick={() => void run(() => desk.api.delete<Agent>('/me/picture'))}
            >
              {words.general.remove}
            </Button>
          )}
        </div>
      </div>
      {failure && (
        <p class="field-error" role="alert">
          {failure}
        </p>
      )}
      <p class="field-help">{words.agents.pictureHelp}</p>
    </div>
  );
}
