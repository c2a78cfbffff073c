import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Attachment, PublicAttachment } from '../../shared/attachments.ts';
import type { Core } from '../core/core.ts';

const DAY_MS = 24 * 60 * 60_000;

/** Signed addresses, under which a page without cookies gets a visitor's files. */
export class SignedAddresses {
  readonly #core: Pick<Core, 'config' | 'clock'>;

  constructor(core: Pick<Core, 'config' | 'clock'>) {
    this.#core = core;
  }

  /** As a visitor gets an attachment. The address is the same all day, so that browsers keep what it gives. */
  present({ id, name, type, size, width, height }: Attachment): PublicAttachment {
    const expires = (Math.floor(this.#core.clock.now() / DAY_MS) + 2) * DAY_MS;
    const query = new URLSearchParams({ expires: String(expires), signature: this.#sign(id, expires) });
    return {
      id,
      name,
      type,
      size,
      ...(width !== undefined && { width }),
      ...(height !== undefined && { height }),
      url: `${this.#core.config.publicUrl}/api/v1/widget/attachments/${id}?${query}`,
    };
  }

  /** Whether this was signed here and still counts. */
  isGood(id: string, expires: number, signature: string): boolean {
    const given = Buffer.from(signature);
    const right = Buffer.from(this.#sign(id, expires));
    const isRight = given.length === right.length && timingSafeEqual(given, right);
    return isRight && expires > this.#core.clock.now();
  }

  #sign(id: string, expires: number): string {
    return createHmac('sha256', this.#core.config.secretKey)
      .update(`attachment:${id}:${expires}`)
      .digest('base64url');
  }
}
