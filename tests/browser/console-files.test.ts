import { randomBytes, randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PublicEntry } from '../../shared/entries.ts';
import {
  axeFindings,
  expectNoFaults,
  leaveBrowser,
  newPerson,
  type Person,
  shoot,
  signIn,
  startBrowser,
  thread,
} from '../support/browser.ts';
import { connectVisitor, say, type Visitor } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { attachFiles, type ChosenFile, drawShirt, PDF } from '../support/files.ts';
import { sendFile } from '../support/send-file.ts';
import { ServerProcess } from '../support/server-process.ts';
import { siteKeyOf } from '../support/site-key.ts';
import { isSkipped } from '../support/skip.ts';
import { ADMIN } from '../support/start-server.ts';

describe.skipIf(isSkipped('browser'))('files in the console', () => {
  let server: ServerProcess;
  let browser: Browser;
  let agent: Person;
  let visitor: Visitor;
  let as: { site: string; token: string };
  let conversationId: string;
  let picture: ChosenFile;

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
    picture = await drawShirt();
    agent = await newPerson(browser);
    await signIn(agent.page, server.url, ADMIN);
    await agent.page.goto(`${server.url}/console/conversations/${conversationId}`);
    await agent.page.getByRole('textbox', { name: 'Reply' }).waitFor();
  }, 90_000);

  afterAll(async () => {
    visitor?.close();
    await leaveBrowser(browser);
    await server?.close();
  });

  function heard(): (PublicEntry & { kind: 'message' })[] {
    return visitor.told<PublicEntry & { kind: 'message' }>('entry').filter(({ kind }) => kind === 'message');
  }

  it('are chosen, taken back, and sent with or without words', async () => {
    const { page } = agent;
    await attachFiles(page, [picture, PDF]);
    const chosen = page.getByRole('list', { name: 'Files to send' });
    expect(await chosen.getByRole('listitem').allInnerTexts()).toEqual([
      'shirt.png\n14 kB',
      'Bill 7.pdf\n1 kB',
    ]);
    await shoot(agent.page, 'console-files-chosen');
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Remove Bill 7.pdf' }).click();
    await attachFiles(page, [PDF]);
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
    await shoot(agent.page, 'console-picture');
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
    await shoot(agent.page, 'console-files');
  });

  it('that cannot be sent are refused beside the text, which stays', async () => {
    const { page } = agent;
    await page.getByRole('textbox', { name: 'Reply' }).fill('Look at this');
    const large = { name: 'film.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(1024 ** 2 + 1) };
    await attachFiles(page, [large, { name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) }]);
    const fault = page.getByRole('alert');
    expect(await fault.innerText()).toBe(
      'film.mp4 is larger than 1 MB. Share a link to it instead. empty.txt is empty.',
    );
    const broken = { name: 'broken.png', mimeType: 'image/png', buffer: picture.buffer.subarray(0, 60) };
    await attachFiles(page, [broken]);
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
    // The visitor may know of it before its sender does.
    await thread(page).getByRole('button', { name: 'Cancel' }).waitFor({ state: 'detached' });
  });

  it('that wait outlive the page and a server that is killed, and are sent once', async () => {
    const { page } = agent;
    const before = heard().length;
    await server.kill();
    await attachFiles(page, [PDF]);
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
