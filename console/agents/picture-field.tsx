import { useState } from 'preact/hooks';
import type { Agent } from '../../shared/agents.ts';
import type { Ack } from '../../shared/errors.ts';
import { PICTURE_MAX_BYTES, PICTURE_MEDIA_TYPES } from '../../shared/limits.ts';
import { useDesk } from '../desk-context.ts';
import { Avatar } from '../ui/avatar.tsx';
import { PictureChoice } from '../ui/picture-choice.tsx';
import { refusalWords, words } from '../words/words.ts';

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
  return (
    <PictureChoice
      label={words.agents.picture}
      types={PICTURE_MEDIA_TYPES}
      verb={words.agents.choosePicture}
      help={words.agents.pictureHelp}
      error={failure}
      busy={busy}
      onFile={(file) => {
        if (file.size > PICTURE_MAX_BYTES) setFailure(words.agents.pictureTooLarge);
        else void run(() => desk.api.put<Agent>('/me/picture', file));
      }}
      onRemove={me.pictureUrl && (() => void run(() => desk.api.delete<Agent>('/me/picture')))}
    >
      <Avatar id={me.id} name={me.name} pictureUrl={me.pictureUrl} size="large" />
    </PictureChoice>
  );
}
