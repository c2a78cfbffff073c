/** No page is so busy that its visitors should wait longer for the chat. */
const LATEST_MS = 4_000;
/** Where nothing says when the page is at rest. */
const ABOUT_MS = 500;

/** Calls `task` once the page is at rest, at the latest after 4 s. */
export function whenIdle(task: () => void): void {
  // Some browsers lack it, and some pages take it away.
  const { requestIdleCallback: onRest }: Partial<Window> = window;
  if (onRest) onRest(task, { timeout: LATEST_MS });
  else setTimeout(task, ABOUT_MS);
}
