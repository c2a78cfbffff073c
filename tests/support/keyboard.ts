import type { CDPSession, Page } from 'playwright-core';

interface Node {
  name: string;
  role: string;
}

/** Somebody who has a keyboard and hears what assistive technology is told, and nothing else. */
export class KeyboardUser {
  readonly #page: Page;
  readonly #session: CDPSession;

  private constructor(page: Page, session: CDPSession) {
    this.#page = page;
    this.#session = session;
  }

  static async at(page: Page): Promise<KeyboardUser> {
    const session = await page.context().newCDPSession(page);
    await session.send('Accessibility.enable');
    return new KeyboardUser(page, session);
  }

  /** What the keyboard is at, as it is told: `role "name"`. */
  async at(): Promise<string> {
    const { nodes } = await this.#session.send('Accessibility.getFullAXTree');
    const focused = nodes.filter(
      ({ ignored, properties }) =>
        !ignored && properties?.some(({ name, value }) => name === 'focused' && value.value === true),
    );
    const { role, name } = focused.at(-1) ?? {};
    return describe({ role: String(role?.value ?? ''), name: String(name?.value ?? '') });
  }

  /**
   * Presses a key until the keyboard is there.
   * @param where `role "name"`
   */
  async goTo(where: string, key = 'Tab'): Promise<void> {
    const passed: string[] = [];
    for (let press = 0; press < 30; press++) {
      await this.#page.keyboard.press(key);
      const now = await this.at();
      if (now === where) return;
      passed.push(now);
    }
    throw new Error(`${key} does not come to ${where}, but to ${passed.join(', ')}`);
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.#page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
  }
}

function describe({ role, name }: Node): string {
  return `${role} "${name}"`;
}
