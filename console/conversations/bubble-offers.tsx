import type { Card, Offers } from '../../shared/offers.ts';
import { isSafeLink } from '../../shared/safe-link.ts';
import { boxOf } from '../../widget/core/choose-files.ts';
import { words } from '../words/words.ts';
import './bubble-offers.css';

const WIDEST = 220;
const HIGHEST = 140;

/** What a message offers to the visitor: as they see it, and to look at only. */
export function BubbleOffers({ quickReplies = [], cards = [] }: Offers) {
  return (
    <>
      {cards.length > 0 && (
        <ul class="bubble-cards">
          {cards.map((card, index) => (
            <li key={index}>
              <CardView card={card} />
            </li>
          ))}
        </ul>
      )}
      {quickReplies.length > 0 && (
        <ul class="bubble-replies" aria-label={words.offers.quickReplies}>
          {quickReplies.map((reply) => (
            <li key={reply} dir="auto">
              {reply}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function CardView({ card: { title, text, link, picture, pictureWords = '' } }: { card: Card }) {
  const box = picture?.width && picture.height ? { width: picture.width, height: picture.height } : null;
  return (
    <>
      {picture && box && (
        <img
          src={`/api/v1/attachments/${picture.id}?thumbnail=true`}
          alt={pictureWords}
          loading="lazy"
          {...boxOf(box, WIDEST, HIGHEST)}
        />
      )}
      <b dir="auto">{title}</b>
      {text && <span dir="auto">{text}</span>}
      {link && isSafeLink(link) && (
        <a class="text-link" href={link} target="_blank" rel="noopener noreferrer nofollow">
          {new URL(link).host}
        </a>
      )}
    </>
  );
}
