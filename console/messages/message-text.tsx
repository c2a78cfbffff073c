import { h } from 'preact';
import { drawRichText } from '../../shared/draw-rich-text.ts';

/** A message as it was meant: line breaks kept, marks and web addresses drawn, nothing else interpreted. */
export function MessageText({ text }: { text: string }) {
  return <>{drawRichText(text, h)}</>;
}
