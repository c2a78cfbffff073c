/**
 * Says which directive of the page's Content-Security-Policy keeps the chat from working, and what to add to it.
 *
 * @param origin the server's
 */
export function watchPolicy(
  origin: string,
  ended: Pick<AbortController, 'signal'>,
  explain: (code: string, message: string) => void,
): void {
  const host = origin.replace(/\w+:/, '');
  document.addEventListener(
    'securitypolicyviolation',
    ({ blockedURI, effectiveDirective }) => {
      const [scheme] = blockedURI.split(host);
      if (scheme === blockedURI) return;
      explain(
        'blocked_by_csp',
        `Add ${scheme}${host} to ${effectiveDirective} of the page's Content-Security-Policy`,
      );
    },
    ended,
  );
}
