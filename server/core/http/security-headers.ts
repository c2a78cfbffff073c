import helmet from 'helmet';
import type { Config } from '../../config.ts';

type Directives = Readonly<Record<string, readonly string[]>>;

/** A content security policy as the text of its header. */
function policyText(directives: Directives): string {
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...sources].join(' '))
    .join('; ');
}

/** For everything that is no page: it loads nothing and stands in no frame. */
export const NO_PAGE_POLICY = policyText({ 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] });

/** For what somebody else has made: whatever it is, it does nothing. */
export const SANDBOX_POLICY = policyText({
  'default-src': ["'none'"],
  'frame-ancestors': ["'none'"],
  sandbox: [],
});

/** The console: everything from here, nothing written inline. Faces come from the public address, as in the widget. */
export function consolePolicy(config: Config): string {
  return policyText({
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", config.publicUrl, 'data:', 'blob:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'"],
    'manifest-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  });
}

/**
 * What a page's policy must allow for the chat to work on it: script, connection and faces, all from one address.
 * The chat brings its style as a constructed style sheet, for which no directive is needed.
 */
function widgetDirectives(publicUrl: string): Directives {
  return {
    'script-src': [publicUrl],
    // Older browsers do not count WebSocket to the same address as part of it.
    'connect-src': [publicUrl, publicUrl.replace(/^http/, 'ws')],
    'img-src': [publicUrl],
  };
}

/** The same as text, for the policy of a customer's page. */
export function widgetPolicy(publicUrl: string): string {
  return policyText(widgetDirectives(publicUrl));
}

/** A page of ours that carries the chat as a customer's page would. */
export function demoPolicy(config: Config): string {
  return policyText({
    'default-src': ["'none'"],
    ...widgetDirectives(config.publicUrl),
    'img-src': ["'self'", config.publicUrl],
    'style-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
  });
}

/** Headers of every answer; pages set their own content security policy over the closed one. */
export function securityHeaders(config: Config) {
  return helmet({
    contentSecurityPolicy: false,
    crossOriginResourcePolicy: { policy: 'same-origin' },
    // Not `no-referrer`: browsers would then send `Origin: null` with some requests to ourselves.
    referrerPolicy: { policy: 'same-origin' },
    // Only where the public address is HTTPS: pinning http://localhost to HTTPS would lock the developer out.
    strictTransportSecurity: config.publicUrl.startsWith('https:'),
    xFrameOptions: { action: 'deny' },
  });
}
