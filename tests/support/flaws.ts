import type { Page } from 'playwright-core';

export interface WhereToLook {
  /** The element whose shadow, or otherwise whose content is looked through. */
  within: string;
  /** Whole texts that are no words of the catalog, beside those that are such everywhere. */
  names: readonly RegExp[];
  /** Elements that say what is not the catalog's, or that are cut on purpose. */
  skip?: string;
}

/** Names, times, what people wrote (marked §), the mark of who made it. */
const NAMES = [/Parley/, /Demo/, /My site/, /[A-Z]{1,2}/, /[\d\s:.,·/APM-]+/, /§.*/, /.\s?/];

/**
 * What a person who reads no English would stumble over on a page that speaks pseudo-words: texts that are not the
 * catalog's, whatever stands outside of the window or is cut, and addresses that are read from the wrong side.
 */
export function flawsOf(page: Page, { within, names, skip = 'none' }: WhereToLook): Promise<string[]> {
  const pattern = `^(${[...NAMES, ...names].map(({ source }) => source).join('|')})$`;
  return page.evaluate(
    ({ within, pattern, skip }) => {
      const flaws: string[] = [];
      const host = document.querySelector(within);
      const notWords = new RegExp(pattern, 'u');
      const pen = document.createElement('canvas').getContext('2d');
      /** Of the text that a choice shows, in pixels. */
      const widthOf = (choice: HTMLSelectElement) => {
        if (!pen) return 0;
        const { fontWeight, fontSize, fontFamily } = getComputedStyle(choice);
        pen.font = `${fontWeight} ${fontSize} ${fontFamily}`;
        return pen.measureText(choice.selectedOptions[0]?.label ?? '').width;
      };
      const roomIn = (choice: HTMLSelectElement) => {
        const { paddingLeft, paddingRight } = getComputedStyle(choice);
        return choice.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight) + 1;
      };
      for (const element of (host?.shadowRoot ?? host)?.querySelectorAll('*') ?? []) {
        const box = element.getBoundingClientRect();
        const { overflowX, visibility, direction, unicodeBidi } = getComputedStyle(element);
        if (box.width === 0 || visibility === 'hidden' || element.closest(`svg, style, ${skip}`)) continue;
        const told = [element.getAttribute('aria-label'), element.getAttribute('placeholder')];
        // A sentence may have elements within.
        if (
          [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim())
        )
          told.push(element.textContent);
        for (const text of told.map((each) => each?.trim())) {
          if (text && !notWords.test(text) && !/^[^[]*\[.*\][^\]]*$/s.test(text))
            flaws.push(`not translated: ${text}`);
        }
        if (element.closest('.unseen')) continue;
        if (box.left < -1 || box.right > innerWidth + 1)
          flaws.push(`outside: ${element.outerHTML.slice(0, 120)}`);
        const isMirrored = direction === 'rtl' && unicodeBidi !== 'plaintext';
        if (isMirrored && told.some((text) => /^(\/|https?:\/\/)\S+$/.test(text?.trim() ?? '')))
          flaws.push(`read backwards: ${element.outerHTML.slice(0, 120)}`);
        if (element instanceof HTMLSelectElement && widthOf(element) > roomIn(element))
          flaws.push(`cut: ${element.selectedOptions[0]?.label}`);
        // What is written into a field may be longer than the field.
        if (element instanceof HTMLInputElement) continue;
        if (overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1)
          flaws.push(`cut: ${element.outerHTML.slice(0, 120)}`);
      }
      return flaws;
    },
    { within, pattern, skip },
  );
}
