import { faceColor, initials } from './face.ts';
import './avatar.css';

export interface AvatarProps {
  /** Chooses the color: the same person has the same one everywhere. */
  id: string;
  name: string;
  pictureUrl?: string | null;
  size?: 'small' | 'normal' | 'large';
  presence?: 'here' | 'away' | 'offline';
}

/** A face, or initials. Says nothing to screen readers: the name stands beside it. */
export function Avatar({ id, name, pictureUrl = null, size = 'normal', presence = 'offline' }: AvatarProps) {
  const classes = ['avatar', `avatar-${faceColor(id)}`];
  if (size !== 'normal') classes.push(`avatar-${size}`);
  if (presence !== 'offline') classes.push(`avatar-${presence}`);
  return (
    <span class={classes.join(' ')} aria-hidden="true">
      {pictureUrl ? <img src={pictureUrl} alt="" loading="lazy" decoding="async" /> : initials(name)}
    </span>
  );
}
