import type { Socket } from 'socket.io';
import { z } from 'zod';
import { addressReader } from '../core/http/proxies.ts';
import type { Refused } from '../core/refused.ts';
import type { Sightings } from '../sightings/index.ts';
import type { Sites } from '../sites/index.ts';
import { placeOf } from './handshake-limit.ts';

/** Of a handshake that may have been refused before it was read. */
const Stated = z.looseObject({ page: z.looseObject({ url: z.string().max(2_000) }) });

interface NoteDeps {
  sites: Pick<Sites, 'byKey'>;
  sightings: Pick<Sightings, 'note'>;
  /** As the setting `TRUST_PROXY` names them. */
  trustedProxies: readonly string[];
}

/** Notes on which page a chat was begun, and why it did not come about or nobody was recognized. */
export function createNoteHandshake({ sites, sightings, trustedProxies }: NoteDeps) {
  const addressOf = addressReader(trustedProxies);
  return (socket: Socket, refused: Refused | null): void => {
    const { handshake } = socket;
    const site = sites.byKey(String(handshake.query.site));
    if (site === undefined) return;
    const seen = {
      siteId: site.id,
      origin: handshake.headers.origin ?? null,
      page: Stated.safeParse(handshake.auth).data?.page.url ?? null,
      address: addressOf(placeOf(socket)),
    };
    sightings.note(seen, refused);
  };
}
