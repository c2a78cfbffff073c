import { randomBytes, randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PublicEntry } from '../../shared/entries.ts';
import {
  axeFindings,
  expectNoFaults,
  newPerson,
  type Person,
  signIn,
  startBrowser,
  thread,
} from '../support/browser.ts';
import { connectVisitor, say, type Visitor } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { sendFile } from '../support/send-file.ts';
import { ServerProcess } from '../support/server-process.ts';
import { siteKeyOf } from '../support/site-key.ts';
import { isSkipped } from '../support/skip.ts';
import { ADMIN } from '../support/start-server.ts';

const PDF = { name: 'Bill 7.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\nto pay') };

describe.skipIf(isSkipped('browser'))('files in the console', () => {
  let server: ServerProcess;
  let browser: Browser;
  let agent: Person;
  let visitor: Visitor;
  let as: { site: string; token: string };
  let conversationId: string;
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
    const site = await siteKeyOf(server.url);
    as = { site, token: randomBytes(32).toString('base64url') };
    visitor = await connectVisitor(server.url, site, as);
    ({ conversationId } = await say(visitor, 'Is this the right one?'));
    const drawn = sharp({ create: { width: 1_200, height: 800, channels: 3, background: '#27a567' } });
    picture = { name: 'shirt.png', mimeType: 'image/png', buffer: await drawn.png().toBuffer() };
    agent = await newPerson(browser);
    await signIn(agent.page, server.url, ADMIN);
    await agent.page.goto(`${server.url}/console/conversations/${conversationId}`);
    await agent.page.getByRole('textbox', { name: 'Reply' }).waitFor();
  }, 90_000);

  afterAll(async () => {
    visitor?.close();
    await browser?.close();
    await server?.close();
  });

  async function attach(
    page: Page,
    files: { name: string; mimeType: string; buffer: Buffer }[],
  ): Promise<void> {
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Attach files' }).click();
    await (await choosing).setFiles(files);
  }

  function heard(): (PublicEntry & { kind: 'message' })[] {
    return visitor.told<PublicEntry & { kind: 'message' }>('entry').filter(({ kind }) => kind === 'message');
  }

  async function shot(name: string): Promise<void> {
    const folder = process.env.SCREENSHOTS;
    if (folder === undefined) return;
    for (const colorScheme of ['light', 'dark'] as const) {
      await agent.page.emulateMedia({ colorScheme });
      await agent.page.screenshot({ path: `${folder}/console-${name}-${colorScheme}.png` });
    }
    await agent.page.emulateMedia({ colorScheme: 'light' });
  }

  it('are chosen, taken back, and sent with or without words', async () => {
    const { page } = agent;
    await attach(page, [picture, PDF]);
    const chosen = page.getByRole('list', { name: 'Files to send' });
    expect(await chosen.getByRole('listitem').allInnerTexts()).toEqual([
      'shirt.png\n14 kB',
      'Bill 7.pdf\n1 kB',
    ]);
    await shot('files-chosen');
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Remove Bill 7.pdf' }).click();
    await attach(page, [PDF]);
    await page.getByRole('button', { name: 'Send' }).click();
    await thread(page).getByRole('button', { name: 'Show shirt.png' }).waitFor();
    await thread(page).getByRole('link', { name: 'Bill 7.pdf' }).waitFor();
    await chosen.waitFor({ state: 'detached' });
    await eventually(() => expect(heard()).toHaveLength(1));
    const [shirt, bill] = heard()[0]?.attachments ?? [];
    expect([shirt, bill]).toMatchObject([
      { name: 'shirt.png', width: 1_200, height: 800 },
      { name: 'Bill 7.pdf', type: 'application/pdf', size: PDF.buffer.length },
    ]);
    expect(Buffer.from(await (await fetch(bill?.url ?? '')).arrayBuffer()).equals(PDF.buffer)).toBe(true);
  });

  it('stand there as before after a reload: a picture in its reserved place, shown whole, the rest to save', async () => {
    const { page } = agent;
    await page.reload();
    const small = thread(page).getByRole('img', { name: 'shirt.png' });
    await small.waitFor();
    expect([await small.getAttribute('width'), await small.getAttribute('height')]).toEqual(['320', '213']);
    await eventually(async () =>
      expect(await small.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(640),
    );
    await thread(page).getByRole('button', { name: 'Show shirt.png' }).click();
    const dialog = page.getByRole('dialog', { name: 'shirt.png' });
    const whole = dialog.getByRole('img', { name: 'shirt.png' });
    await eventually(async () =>
      expect(await whole.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(1_200),
    );
    await shot('picture');
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    const saving = page.waitForEvent('download');
    await thread(page).getByRole('link', { name: 'Bill 7.pdf' }).click();
    expect((await saving).suggestedFilename()).toBe('Bill 7.pdf');
  });

  it('of a visitor come live', async () => {
    const { id } = await sendFile(server.url, as, { name: 'mine.png', bytes: picture.buffer });
    await visitor.do('message:send', {
      to: { conversationId },
      clientId: randomUUID(),
      text: '',
      attachments: [id],
    });
    await thread(agent.page).getByRole('img', { name: 'mine.png' }).waitFor();
    await agent.page.getByRole('list', { name: 'Conversations' }).getByText('Photo').waitFor();
    await shot('files');
  });

  it('that cannot be sent are refused beside the text, which stays', async () => {
    const { page } = agent;
    await page.getByRole('textbox', { name: 'Reply' }).fill('Look at this');
    const large = { name: 'film.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(1024 ** 2 + 1) };
    await attach(page, [large, { name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) }]);
    const fault = page.getByRole('alert');
    expect(await fault.innerText()).toBe(
      'film.mp4 is larger than 1 MB. Share a link to it instead. empty.txt is empty.',
    );
    const broken = { name: 'broken.png', mimeType: 'image/png', buffer: picture.buffer.subarray(0, 60) };
    await attach(page, [broken]);
    await page.getByRole('button', { name: 'Send' }).click();
    await thread(page).getByText('This picture is damaged').waitFor();
    await thread(page).getByRole('button', { name: 'Edit' }).click();
    expect(await page.getByRole('textbox', { name: 'Reply' }).inputValue()).toBe('Look at this');
    await page.getByRole('button', { name: 'Remove broken.png' }).click();
    await page.getByRole('button', { name: 'Send' }).click();
    await eventually(() => expect(heard().at(-1)?.text).toBe('Look at this'));
  });

  it('are pasted and dropped as well', async () => {
    const { page } = agent;
    await page.getByRole('textbox', { name: 'Reply' }).evaluate((area) => {
      const pasted = new DataTransfer();
      pasted.items.add(new File(['one'], 'pasted.txt'));
      area.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: pasted, bubbles: true, cancelable: true }),
      );
      const dropped = new DataTransfer();
      dropped.items.add(new File(['two'], 'dropped.txt'));
      document.body.dispatchEvent(
        new DragEvent('drop', { dataTransfer: dropped, bubbles: true, cancelable: true }),
      );
    });
    const chosen = page.getByRole('list', { name: 'Files to send' }).getByRole('listitem');
    await eventually(async () => expect(await chosen.count()).toBe(2));
    await page.getByRole('button', { name: 'Send' }).click();
    await eventually(() =>
      expect(
        heard()
          .at(-1)
          ?.attachments?.map(({ name }) => name),
      ).toEqual(['pasted.txt', 'dropped.txt']),
    );
  });

  it('that wait outlive the page and a server that is killed, and are sent once', async () => {
    const { page } = agent;
    const before = heard().length;
    await server.kill();
    await attach(page, [PDF]);
    await page.getByRole('textbox', { name: 'Reply' }).fill('Your bill');
    await page.getByRole('button', { name: 'Send' }).click();
    await thread(page).getByText('Waiting').waitFor();
    await thread(page).getByRole('button', { name: 'Cancel' }).waitFor();
    await server.run();
    await page.reload();
    visitor.close();
    visitor = await connectVisitor(server.url, as.site, as);
    const entries = () =>
      visitor
        .do<{ catchUp: { entries: PublicEntry[] } }>('conversation:catch-up', { conversationId, after: 0 })
        .then(({ catchUp }) =>
          catchUp.entries.filter((entry) => 'text' in entry && entry.text === 'Your bill'),
        );
    await eventually(async () => expect(await entries()).toHaveLength(1), { timeoutMs: 60_000 });
    expect((await entries())[0]).toMatchObject({ attachments: [{ name: 'Bill 7.pdf' }] });
    await thread(page).getByText('Your bill').waitFor();
    expect(before).toBeGreaterThan(0);
    expectNoFaults(agent);
  }, 120_000);
});
