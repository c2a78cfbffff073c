/**
 * Adds a constructed style sheet to a shadow root: allowed by a strict content security policy, which refuses
 * style elements.
 */
export function adoptSheet(root: ShadowRoot, text: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  return sheet;
}
