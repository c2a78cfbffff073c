import { linkify } from './linkify.ts';

/** A message as it was written: line breaks kept, web addresses made links, nothing else interpreted. */
export function MessageText({ text }: { text: string }) {
  return (
    <>
      {linkify(text).map((part, index) =>
        part.kind === 'text' ? (
          part.text
        ) : (
          <a
            key={index}
            class="bubble-link"
            href={part.href}
            title={new URL(part.href).href}
            target="_blank"
            rel="noopener noreferrer nofollow"
          >
            {part.text}
          </a>
        ),
      )}
    </>
  );
}
