declare function chaosScreen(texts: string[]): Promise<void>;

/**
 * Runs in a page before anything else: tells what the thread says whenever it is different, also for a moment. Looks
 * into the chat's shadow root too. Has to stand by itself: its text is all that reaches the page.
 */
export function reportScreen(): void {
  const seen = new Set<Node>();
  let told = '';
  const look = (again = false) => {
    const roots: ParentNode[] = [document];
    for (const element of document.querySelectorAll('*'))
      if (element.shadowRoot) roots.push(element.shadowRoot);
    for (const root of roots) {
      if (!seen.has(root)) observer.observe(root, { subtree: true, childList: true, characterData: true });
      seen.add(root);
      const thread = root.querySelector('[role=log]');
      if (thread === null) continue;
      const texts = [...thread.querySelectorAll('.bubble')].map((bubble) =>
        (bubble.textContent ?? '').replace(/\s*⋯$/, ''),
      );
      const news = thread.textContent ?? '';
      if (news !== told || again) void chaosScreen(texts);
      told = news;
    }
  };
  const observer = new MutationObserver(() => look());
  Object.assign(window, { chaosLook: () => look(true) });
  look();
}
