import type { Page } from 'playwright-core';
import sharp from 'sharp';

/** A file as a browser's choice of files is given it. */
export interface ChosenFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

export const PDF: ChosenFile = {
  name: 'Bill 7.pdf',
  mimeType: 'application/pdf',
  buffer: Buffer.from('%PDF-1.7\nto pay'),
};

/** A picture of 1,200 by 800 pixels, `shirt.png`. */
export async function drawShirt(): Promise<ChosenFile> {
  const drawn = sharp({ create: { width: 1_200, height: 800, channels: 3, background: '#27a567' } });
  return { name: 'shirt.png', mimeType: 'image/png', buffer: await drawn.png().toBuffer() };
}

/** Chooses files for what is being written, in the chat as in the console. */
export async function attachFiles(page: Page, files: ChosenFile[]): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Attach files' }).click();
  await (await choosing).setFiles(files);
}
