import Bowser from 'bowser';

/**
 * A browser in words an agent understands, such as `Firefox 140, Android`.
 * @param userAgent the header as it came; anything unreadable gives an empty text
 */
export function describeBrowser(userAgent: string): string {
  if (userAgent === '') return '';
  const { browser, os } = Bowser.parse(userAgent.slice(0, 500));
  const version = browser.version?.split('.')[0];
  const name = [browser.name, version].filter(Boolean).join(' ');
  return [name, os.name].filter(Boolean).join(', ');
}
