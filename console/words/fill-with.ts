import type { ComponentChildren } from 'preact';

/** A sentence with elements where it names them: `Press {key} to search`. */
export function fillWith(
  text: string,
  parts: Readonly<Record<string, ComponentChildren>>,
): ComponentChildren[] {
  return text.split(/{(\w+)}/).map((piece, at) => (at % 2 === 1 ? parts[piece] : piece));
}
