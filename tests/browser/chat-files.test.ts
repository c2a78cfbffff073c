import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  axeFindings,
  expectNoFaults,
  leaveBrowser,
  newPerson,
  openChat,
  type Person,
  shoot,
  signIn,
  startBrowser,
  thread,
  write,
} from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { attachFiles, type ChosenFile, drawShirt, PDF } from '../support/files.ts';
import { ServerProcess } from '../support/server-process.ts';
import { isSkipped } from '../support/skip.ts';
import { ADMIN } from '../support/start-server.ts';

describe.skipIf(isSkipped('browser'))('files in the chat', () => {
  let server: ServerProcess;
  let browser: Browser;
  let agent: Person;
  let visitor: Person;
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
    picture = await drawShirt();
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
    await leaveBrowser(browser);
    await server?.close();
  });

  const send = ({ page }: Person) => page.getByRole('button', { name: 'Send' }).click();
  const widthOf = (page: Page, name: string) =>
    thread(page)
      .getByRole('img', { name })
      .evaluate((img: HTMLImageElement) => img.naturalWidth);

  it('go from the visitor to the agent, a picture and a document', async () => {
    await attachFiles(visitor.page, [picture, PDF]);
    const { page } = visitor;
    await page.getByRole('button', { name: 'Discard Bill 7.pdf' }).waitFor();
    await shoot(visitor.page, 'widget-files-chosen');
    expect(await axeFindings(page)).toEqual([]);
    await send(visitor);
    await eventually(async () => expect(await widthOf(agent.page, 'shirt.png')).toBe(640), {
      timeoutMs: 20_000,
    });
    await thread(agent.page).getByRole('link', { name: 'Bill 7.pdf' }).waitFor();
    await eventually(async () => expect(await widthOf(page, 'shirt.png')).toBe(640), { timeoutMs: 20_000 });
    const small = thread(page).getByRole('img', { name: 'shirt.png' });
    expect([await small.getAttribute('width'), await small.getAttribute('height')]).toEqual(['240', '160']);
    await shoot(visitor.page, 'widget-files');
  });

  it('go from the agent to the visitor, who sees the picture whole and saves the document', async () => {
    await attachFiles(agent.page, [
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
    await shoot(visitor.page, 'widget-picture');
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
    await attachFiles(visitor.page, [
      { name: 'film.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(1024 ** 2 + 1) },
    ]);
    const fault = page.getByRole('alert');
    expect(await fault.innerText()).toBe('film.mp4 is empty or over 1 MB.');
    await shoot(visitor.page, 'widget-files-refused');
    await attachFiles(visitor.page, [
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

  it('that nobody answers for a minute are sent again, once', async () => {
    const person = await newPerson(browser);
    const { page } = person;
    let posts = 0;
    await page.route('**/widget/attachments?**', async (route) => {
      posts++;
      if (posts > 1) await route.continue();
    });
    await page.clock.install();
    await page.goto(`${server.url}/demo`);
    await openChat(page);
    await attachFiles(page, [{ ...PDF, name: 'lost on its way.pdf' }]);
    await send(person);
    await eventually(() => expect(posts).toBe(1));
    await page.clock.fastForward(59_000);
    expect(posts).toBe(1);
    await eventually(async () => {
      await page.clock.fastForward(1_000);
      expect(posts).toBe(2);
    });
    await thread(page).getByRole('link', { name: 'lost on its way.pdf' }).waitFor();
    await thread(page).getByText('Sent', { exact: true }).waitFor();
    expectNoFaults(person);
    await person.context.close();
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
    await attachFiles(visitor.page, [{ ...PDF, name: 'given up.pdf' }]);
    await send(visitor);
    await thread(page).getByRole('button', { name: 'Cancel' }).click();
    await thread(page).getByText('given up.pdf').waitFor({ state: 'detached' });
    await attachFiles(visitor.page, [{ ...PDF, name: 'kept.pdf' }]);
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
