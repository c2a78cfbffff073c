import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  axeFindings,
  expectNoFaults,
  newPerson,
  openChat,
  type Person,
  signIn,
  startBrowser,
  thread,
  write,
} from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { ServerProcess } from '../support/server-process.ts';
import { isSkipped } from '../support/skip.ts';
import { ADMIN } from '../support/start-server.ts';

const PDF = { name: 'Bill 7.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\nto pay') };

describe.skipIf(isSkipped('browser'))('files in the chat', () => {
  let server: ServerProcess;
  let browser: Browser;
  let agent: Person;
  let visitor: Person;
  let picture: { name: string; mimeType: string; buffer: Buffer };

  beforeAll(async () => {
    [server, browser] = await Promise.all([
      ServerProcess.start({
        ADMIN_EMAIL: ADMIN.email,
        ADMIN_PASSWORD: ADMIN.password,
        ATTACHMENT_MAX_MB: '1',
      }),
      startBrowser(),
    ]);
    const drawn = sharp({ create: { width: 1_200, height: 800, channels: 3, background: '#27a567' } });
    picture = { name: 'shirt.png', mimeType: 'image/png', buffer: await drawn.png().toBuffer() };
    [agent, visitor] = await Promise.all([
      newPerson(browser),
      newPerson(browser, { viewport: { width: 390, height: 780 }, hasTouch: true }),
    ]);
    await signIn(agent.page, server.url, ADMIN);
    await visitor.page.goto(`${server.url}/demo`);
    await openChat(visitor.page);
    await write(visitor.page, 'It came like this');
    await agent.page.getByRole('list', { name: 'Conversations' }).getByText('It came like this').click();
    await thread(agent.page).getByText('It came like this').waitFor();
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  type Sent = { name: string; mimeType: string; buffer: Buffer };

  async function attach({ page }: Person, files: Sent[]): Promise<void> {
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Attach files' }).click();
    await (await choosing).setFiles(files);
  }

  const send = ({ page }: Person) => page.getByRole('button', { name: 'Send' }).click();
  const widthOf = (page: Page, name: string) =>
    thread(page)
      .getByRole('img', { name })
      .evaluate((img: HTMLImageElement) => img.naturalWidth);

  async function shot(name: string): Promise<void> {
    const folder = process.env.SCREENSHOTS;
    if (folder === undefined) return;
    for (const colorScheme of ['light', 'dark'] as const) {
      await visitor.page.emulateMedia({ colorScheme });
      await visitor.page.screenshot({ path: `${folder}/widget-${name}-${colorScheme}.png` });
    }
    await visitor.page.emulateMedia({ colorScheme: 'light' });
  }

  it('go from the visitor to the agent, a picture and a document', async () => {
    await attach(visitor, [picture, PDF]);
    const { page } = visitor;
    await page.getByRole('button', { name: 'Discard Bill 7.pdf' }).waitFor();
    await shot('files-chosen');
    expect(await axeFindings(page)).toEqual([]);
    await send(visitor);
    await eventually(async () => expect(await widthOf(agent.page, 'shirt.png')).toBe(640), {
      timeoutMs: 20_000,
    });
    await thread(agent.page).getByRole('link', { name: 'Bill 7.pdf' }).waitFor();
    await eventually(async () => expect(await widthOf(page, 'shirt.png')).toBe(640), { timeoutMs: 20_000 });
    const small = thread(page).getByRole('img', { name: 'shirt.png' });
    expect([await small.getAttribute('width'), await small.getAttribute('height')]).toEqual(['240', '160']);
    await shot('files');
  });

  it('go from the agent to the visitor, who sees the picture whole and saves the document', async () => {
    await attach(agent, [
      { ...picture, name: 'new shirt.png' },
      { ...PDF, name: 'Return slip.pdf' },
    ]);
    await send(agent);
    const { page } = visitor;
    await eventually(async () => expect(await widthOf(page, 'new shirt.png')).toBe(640), {
      timeoutMs: 20_000,
    });
    await thread(page).getByRole('button', { name: 'new shirt.png' }).click();
    const whole = page.getByRole('dialog', { name: 'new shirt.png' });
    await eventually(async () =>
      expect(await whole.getByRole('img').evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(1_200),
    );
    await shot('picture');
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await whole.waitFor({ state: 'hidden' });
    await page.getByRole('dialog', { name: 'Chat' }).waitFor();
    // From a tab of its own, which is gone at once: whatever comes, the customer's page stays.
    const saving = page.waitForEvent('download');
    await thread(page).getByRole('link', { name: 'Return slip.pdf' }).click();
    expect((await saving).suggestedFilename()).toBe('Return slip.pdf');
  });

  it('that cannot be sent are refused beside the text, which stays', async () => {
    const { page } = visitor;
    await page.getByRole('textbox', { name: 'Message' }).fill('Look');
    await attach(visitor, [{ name: 'film.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(1024 ** 2 + 1) }]);
    const fault = page.getByRole('alert');
    expect(await fault.innerText()).toBe('film.mp4 is empty or over 1 MB.');
    await shot('files-refused');
    await attach(visitor, [
      { name: 'broken.png', mimeType: 'image/png', buffer: picture.buffer.subarray(0, 60) },
    ]);
    await send(visitor);
    await thread(page).getByText('This picture is damaged or too large.').waitFor();
    await thread(page).getByRole('button', { name: 'Edit', exact: true }).click();
    expect(await page.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('Look');
    await page.getByRole('button', { name: 'Discard broken.png' }).click();
    await send(visitor);
    await thread(agent.page).getByText('Look').waitFor();
  });

  it('are pasted and dropped as well', async () => {
    const { page } = visitor;
    await page.getByRole('textbox', { name: 'Message' }).evaluate((area) => {
      const pasted = new DataTransfer();
      pasted.items.add(new File(['one'], 'pasted.txt'));
      area.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: pasted, bubbles: true, cancelable: true }),
      );
      const dropped = new DataTransfer();
      dropped.items.add(new File(['two'], 'dropped.txt'));
      area.dispatchEvent(new DragEvent('drop', { dataTransfer: dropped, bubbles: true, cancelable: true }));
    });
    await page.getByRole('button', { name: 'Discard dropped.txt' }).waitFor();
    await send(visitor);
    await thread(agent.page).getByRole('link', { name: 'pasted.txt' }).waitFor();
    await thread(agent.page).getByRole('link', { name: 'dropped.txt' }).waitFor();
  });

  it('that wait can be given up, and outlive the page and a server that is killed', async () => {
    const { page } = visitor;
    await server.kill();
    await attach(visitor, [{ ...PDF, name: 'given up.pdf' }]);
    await send(visitor);
    await thread(page).getByRole('button', { name: 'Cancel' }).click();
    await thread(page).getByText('given up.pdf').waitFor({ state: 'detached' });
    await attach(visitor, [{ ...PDF, name: 'kept.pdf' }]);
    await send(visitor);
    await thread(page).getByText('Waiting').waitFor();
    await server.run();
    await page.reload();
    await thread(agent.page).getByRole('link', { name: 'kept.pdf' }).waitFor({ timeout: 60_000 });
    expect(await thread(agent.page).getByRole('link', { name: 'kept.pdf' }).count()).toBe(1);
    expect(await thread(agent.page).getByText('given up.pdf').count()).toBe(0);
    expectNoFaults(agent, visitor);
  }, 120_000);
});
