import type { Core } from '../core/core.ts';
import { answer, type Page } from '../core/http/route.ts';
import { demoPolicy } from '../core/http/security-headers.ts';
import type { Sites } from '../sites/index.ts';
import { demoHtml } from './page.ts';
import { DEMO_ICON, DEMO_STYLE } from './style.ts';

/** `/demo`: a page with the first site's snippet, under the content security policy that is advised to customers. */
export function demoPage({ config }: Core, sites: Pick<Sites, 'all'>): Page[] {
  return [
    {
      path: '/demo',
      answer: () =>
        answer({
          headers: {
            'Content-Type': 'text/html; charset=utf-8',
            'Cache-Control': 'no-cache',
            'Content-Security-Policy': demoPolicy(config),
          },
          bytes: demoHtml(sites.all(), config.publicUrl),
        }),
    },
    asset('/demo.css', 'text/css; charset=utf-8', DEMO_STYLE),
    asset('/demo.svg', 'image/svg+xml', DEMO_ICON),
  ];
}

function asset(path: string, mediaType: string, text: string): Page {
  const headers = { 'Content-Type': mediaType, 'Cache-Control': 'public, max-age=300' };
  return { path, answer: () => answer({ headers, bytes: text }) };
}
