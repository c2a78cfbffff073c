import { ASSETS_ADDRESS } from './entries.ts';

/** Rewritten by every build of `npm run dev`; its content is the time of the build. */
export const BUILD_MARK = 'dist/public/assets/build-mark.txt';

/**
 * Put in front of the loader and the console by `npm run dev` only: asks every second for the mark of the
 * newest build and reloads the page when it is another one. On a page of another origin it does nothing.
 */
export const reloadBanner = `(() => {
  let known;
  setInterval(async () => {
    const answer = await fetch('${ASSETS_ADDRESS}/build-mark.txt', { cache: 'no-store' }).catch(() => undefined);
    if (!answer || !answer.ok) return;
    const mark = await answer.text();
    if (known !== undefined && known !== mark) location.reload();
    known = mark;
  }, 1000);
})();`;
