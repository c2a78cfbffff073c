/** The addresses that a page loads: its script, what that imports at once, its style sheets. */
export type PageAddresses = { script: string; preloads: string[]; styles: string[] };

const SCRIPT_TAG = /<script\s+type="module"\s+src="[^"]*main\.tsx"\s*><\/script>/;
const INLINE = [
  { what: 'an inline script', pattern: /<script(?![^>]*\ssrc=)[^>]*>/i },
  { what: 'a style element', pattern: /<style[\s>]/i },
  { what: 'a style attribute', pattern: /<[^>]+\sstyle\s*=/i },
  { what: 'an event attribute', pattern: /<[^>]+\son[a-z]+\s*=/i },
];

/**
 * Fills the hashed addresses into a page: its `<script type="module" src="main.tsx"></script>` becomes the
 * built script; style sheets and preloads are put at the end of the head.
 *
 * @throws Error where that script tag or the head is missing, and where something is written inline, which
 *   the console's content security policy would refuse
 */
export function fillPage(page: string, addresses: PageAddresses): string {
  if (!SCRIPT_TAG.test(page)) {
    throw new Error('console/index.html lacks <script type="module" src="main.tsx"></script>');
  }
  if (!page.includes('</head>')) throw new Error('console/index.html lacks </head>');
  for (const { what, pattern } of INLINE) {
    if (pattern.test(page)) throw new Error(`console/index.html has ${what}, which its own CSP refuses`);
  }
  const head = [
    ...addresses.styles.map((address) => `<link rel="stylesheet" href="${address}">`),
    ...addresses.preloads.map((address) => `<link rel="modulepreload" href="${address}">`),
  ];
  return page
    .replace(SCRIPT_TAG, () => `<script type="module" src="${addresses.script}"></script>`)
    .replace('</head>', () => `${head.join('\n')}\n</head>`);
}
