import { useLayoutEffect } from 'preact/hooks';

/**
 * Adds a constructed sheet: a strict content security policy, which refuses style elements, allows it.
 *
 * @returns takes it away again
 */
export function adoptStyles(root: ShadowRoot, css: string): () => void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets.push(sheet);
  return () => {
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((each) => each !== sheet);
  };
}

/** Styles of what is fetched later, there as long as it is. */
export function useStyles(part: { current: Element | null }, css: string): void {
  useLayoutEffect(
    () => (part.current ? adoptStyles(part.current.getRootNode() as ShadowRoot, css) : undefined),
    [],
  );
}
