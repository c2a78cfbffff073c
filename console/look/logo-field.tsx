import { useEffect, useState } from 'preact/hooks';
import { PICTURE_MEDIA_TYPES } from '../../shared/limits.ts';
import type { Site } from '../../shared/sites.ts';
import { PictureChoice } from '../ui/picture-choice.tsx';
import { words } from '../words/words.ts';
import { draftedLogo, type LogoDraft, readLogo } from './logo-draft.ts';
import './look.css';

export interface LogoFieldProps {
  site: Site;
  draft: LogoDraft;
  /** Why the server has not taken it. */
  error: string | undefined;
  onChange(draft: LogoDraft): void;
}

/** The site's logo: chosen, seen at once, kept with the rest. */
export function LogoField({ site, draft, error, onChange }: LogoFieldProps) {
  const [fault, setFault] = useState<string>();
  const logo = draftedLogo(site, draft);
  const chosen = draft.kind === 'new' ? draft.shown.url : null;
  useEffect(() => () => chosen && URL.revokeObjectURL(chosen), [chosen]);
  const take = async (file: File) => {
    const read = await readLogo(file);
    if (typeof read === 'string') return setFault(read);
    setFault(undefined);
    onChange(read);
  };
  return (
    <PictureChoice
      label={words.look.logo}
      types={PICTURE_MEDIA_TYPES}
      verb={words.agents.choosePicture}
      help={words.look.logoHelp}
      error={fault ?? error}
      onFile={(file) => void take(file)}
      onRemove={
        logo &&
        (() => {
          setFault(undefined);
          onChange({ kind: 'none' });
        })
      }
    >
      {logo && <img class="look-logo" src={logo.url} alt={words.look.logo} />}
    </PictureChoice>
  );
}
