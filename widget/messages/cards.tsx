import { useRef } from 'preact/hooks';
import type { PublicCard } from '../../shared/offers.ts';
import { useStyles } from '../ui/adopt-styles.ts';
import css from './cards.css';

/** Cards of a message, in a row that goes on sideways where there are several. */
export function Cards({ cards }: { cards: readonly PublicCard[] }) {
  const list = useRef<HTMLUListElement>(null);
  useStyles(list, css);
  return (
    <ul ref={list} class="offered">
      {cards.map((card, index) => (
        <li key={index} dir="auto">
          <Card card={card} />
        </li>
      ))}
    </ul>
  );
}

function Card({ card: { title, text, link, picture, pictureWords = '' } }: { card: PublicCard }) {
  const said = (
    <>
      {picture && (
        <img
          src={`${picture.url}&thumbnail=true`}
          alt={pictureWords}
          width={picture.width}
          height={picture.height}
          loading="lazy"
        />
      )}
      <b>{title}</b>
      {text && <span class="small">{text}</span>}
    </>
  );
  // The server takes nothing else; a page that somebody came between takes nothing else either.
  if (!link?.startsWith('https://')) return said;
  return (
    <a href={link} target="_blank" rel="noopener noreferrer nofollow">
      {said}
      <span class="small cut address">{new URL(link).host}</span>
    </a>
  );
}
