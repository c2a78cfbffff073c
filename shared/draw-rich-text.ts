/** How a message with marks is drawn, in the widget as in the console: as elements, never as HTML. */
import { type Block, type Inline, readRichText } from './rich-text.ts';

/** Makes an element, as Preact's `h` does. */
type Draw<Element> = (
  tag: string,
  attributes: Readonly<Record<string, string | number>> | null,
  ...children: (Element | string)[]
) => Element;

/** A message as elements and texts. */
export function drawRichText<Element>(text: string, h: Draw<Element>): (Element | string)[] {
  const inline = (part: Inline): Element | string => {
    switch (part.kind) {
      case 'text':
        return part.text;
      case 'code':
        return h('code', null, part.text);
      case 'bold':
        return h('strong', null, ...part.parts.map(inline));
      case 'italic':
        return h('em', null, ...part.parts.map(inline));
      case 'link': {
        const { href, text } = part;
        // The address as it is, whatever letters it is written in.
        const title = new URL(href).href;
        return h('a', { href, title, target: '_blank', rel: 'noopener noreferrer nofollow' }, text);
      }
    }
  };
  const block = (each: Block): (Element | string)[] => {
    if (each.kind === 'lines') return each.parts.map(inline);
    if (each.kind === 'code') return [h('pre', null, h('code', null, each.text))];
    const items = each.items.map((item) => h('li', null, ...item.map(inline)));
    return [each.start === null ? h('ul', null, ...items) : h('ol', { start: each.start }, ...items)];
  };
  return readRichText(text).flatMap(block);
}
