/**
 * A text without halves of characters, as a page leaves them that cuts an emoji in two: each becomes a replacement
 * character. The store can keep nothing else, and what is sent again has to equal what was kept.
 */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd'); // with `u` a pair is one character, so only halves match
}
