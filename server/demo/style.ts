/** The style of the demo page: a file of its own, because the page's policy refuses anything inline. */
export const DEMO_STYLE = `
:root {
  --bg: #ffffff; --side: #f8f7f4; --line: #e9e6df; --text: #1d1b16; --text-2: #5f5b52; --accent: #4b3fd6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --bg: #171613; --side: #1d1c18; --line: #2c2a25; --text: #f0ede6; --text-2: #b4afa3; --accent: #8f86ff;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--bg); color: var(--text);
  font: 400 15px/22px Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
main { max-width: 640px; margin: 0 auto; padding: 64px 24px 128px; }
h1 { margin: 0 0 8px; font-size: 20px; line-height: 28px; font-weight: 650; }
h2 { margin: 32px 0 8px; font-size: 16px; line-height: 24px; font-weight: 650; }
p { margin: 0 0 12px; }
.lead { color: var(--text-2); }
.small { font-size: 13px; line-height: 20px; color: var(--text-2); }
ol { margin: 24px 0; padding: 0; list-style: none; counter-reset: step; }
li { position: relative; padding: 8px 0 8px 40px; counter-increment: step; }
li::before {
  content: counter(step); position: absolute; left: 0; top: 7px; width: 24px; height: 24px; border-radius: 999px;
  border: 1px solid var(--line); background: var(--side); color: var(--text-2);
  font-size: 13px; font-weight: 550; line-height: 22px; text-align: center; font-variant-numeric: tabular-nums;
}
a { color: var(--accent); text-underline-offset: 2px; }
code { font: 13px/20px ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
pre {
  margin: 0 0 16px; padding: 12px 16px; overflow-x: auto; border: 1px solid var(--line); border-radius: 10px;
  background: var(--side); white-space: pre-wrap; overflow-wrap: anywhere;
}
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 6px; }
`;

/** The page's icon, as the console's. */
export const DEMO_ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 22"><path d="M7 0h8a7 7 0 0 1 7 7v8a7 7 0 0 1-7 7H2a2 2 0 0 1-2-2V7a7 7 0 0 1 7-7z" fill="#4b3fd6"/><path d="M7 9h8M7 13h8" stroke="#fff" stroke-width="2" stroke-linecap="round"/></svg>';
