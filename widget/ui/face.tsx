const COLORS = 4;

export interface Person {
  id: string;
  name: string;
  pictureUrl: string | null;
}

/** Somebody's picture, or the first letters of the name on a color that stays the same. */
export function Face({ person, tiny }: { person: Person; tiny?: boolean }) {
  const sum = [...person.id].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  return (
    <span class={`face c${sum % COLORS} ${tiny ? 'tiny' : ''}`} aria-hidden="true">
      {person.pictureUrl ? <img src={person.pictureUrl} alt="" /> : initials(person.name)}
    </span>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters =
    words.length > 1 ? [words[0], words.at(-1)].map((word) => [...(word ?? '')][0]) : [...name].slice(0, 2);
  return letters.join('').toUpperCase();
}
