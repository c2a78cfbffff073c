import css from './transcript.css';

/** As a page that does nothing: whatever is in it, a browser runs and fetches none of it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";
/** How long a browser may take with it, in milliseconds. */
const GONE_AFTER_MS = 60_000;

/** Gives a page to the visitor as a file. */
export function saveDocument(page: Document): void {
  const head = [
    ['meta', { charset: 'utf-8' }],
    ['meta', { 'http-equiv': 'Content-Security-Policy', content: POLICY }],
    ['meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }],
  ] as const;
  for (const [name, attributes] of [...head].reverse()) {
    const node = page.createElement(name);
    for (const [attribute, value] of Object.entries(attributes)) node.setAttribute(attribute, value);
    page.head.prepend(node);
  }
  const style = page.createElement('style');
  style.textContent = css;
  page.head.append(style);
  const file = new Blob(['<!doctype html>\n', page.documentElement.outerHTML], { type: 'text/html' });
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = `${page.title.replace(/[^\p{L}\p{N}]+/gu, '-')}.html`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), GONE_AFTER_MS);
}

/**
 * Prints a page, and nothing of the one that is shown. In a frame that is filled node by node: a policy that refuses
 * styles and markup allows it.
 */
export function printDocument(page: Document): void {
  const frame = document.createElement('iframe');
  frame.style.cssText = 'position:fixed;width:0;height:0;border:0;visibility:hidden';
  frame.ariaHidden = 'true';
  frame.tabIndex = -1;
  frame.onload = () => {
    frame.onload = null;
    const { contentDocument: inside, contentWindow } = frame;
    if (!inside || !contentWindow) return;
    inside.replaceChild(inside.adoptNode(page.documentElement), inside.documentElement);
    const sheet = new (contentWindow as Window & typeof globalThis).CSSStyleSheet();
    sheet.replaceSync(css);
    inside.adoptedStyleSheets = [sheet];
    contentWindow.print();
    setTimeout(() => frame.remove(), GONE_AFTER_MS);
  };
  (document.querySelector('parley-chat')?.shadowRoot ?? document.documentElement).append(frame);
}
