/** What the snippet says. */
export interface ScriptSettings {
  /** The server's, such as `https://chat.example.com`. */
  origin: string;
  siteKey: string;
  /** A BCP 47 tag, if it is one. */
  locale: string | undefined;
  /** `left` or `right`; without it the site says. */
  side: string | undefined;
  launcher: boolean;
  open: boolean;
}

/** Reads the attributes of the script tag. What is not understood counts as not said. */
export function readScript(script: Pick<HTMLScriptElement, 'src' | 'dataset'>): ScriptSettings {
  const { site = '', locale, position, launcher } = script.dataset;
  return {
    origin: new URL(script.src).origin,
    siteKey: site,
    locale,
    side: position,
    launcher: launcher !== 'none',
    open: 'open' in script.dataset,
  };
}
