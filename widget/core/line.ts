/**
 * A line to the server: text packets of Engine.IO (protocol 4) over a WebSocket or, where a proxy or a policy lets
 * none through, over long polling. Written here because the library would be almost half of what the page loads.
 */

import type { After } from './timers.ts';

export interface Line {
  /** What is sent after the end is lost. */
  send(packet: string): void;
  close(): void;
}

export interface LineEvents {
  onPacket(packet: string): void;
  /** The end, told once. */
  onClose(): void;
}

/** Some proxies take the question for a WebSocket and never answer it. */
const WEB_SOCKET_WAIT_MS = 5_000;
/** Between the packets of one answer or request. */
const SEPARATOR = '\x1e';

/**
 * Opens a line: a WebSocket first, and polling where that one closes before it has said anything.
 *
 * @param url address of the endpoint with its query, such as `https://chat.example.com/socket.io/?EIO=4`
 */
export function openLine(url: string, events: LineEvents, after: After): Line {
  let heard = false;
  let closed = false;
  let line: Line;
  const end = () => {
    if (!closed) events.onClose();
    closed = true;
  };
  const onPacket = (packet: string) => {
    heard = true;
    if (!closed) events.onPacket(packet);
  };
  const secondTry = () => {
    if (heard || closed) return end();
    line = openPolling(url, { onPacket, onClose: end });
  };
  try {
    const socket = openWebSocket(url, { onPacket, onClose: secondTry });
    line = socket;
    after(WEB_SOCKET_WAIT_MS, () => heard || socket.close());
  } catch {
    line = openPolling(url, { onPacket, onClose: end });
  }
  return {
    send: (packet) => line.send(packet),
    close() {
      line.close();
      end();
    },
  };
}

/** @throws where the page's policy allows no WebSocket */
function openWebSocket(url: string, { onPacket, onClose }: LineEvents): Line {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}&transport=websocket`);
  socket.onmessage = ({ data }) => onPacket(String(data));
  socket.onclose = onClose;
  return {
    send: (packet) => socket.send(packet),
    close: () => socket.close(),
  };
}

function openPolling(url: string, { onPacket, onClose }: LineEvents): Line {
  const ending = new AbortController();
  const waiting: string[] = [];
  let address = `${url}&transport=polling`;
  let posting = false;
  let named = false;

  const request = async (body?: string): Promise<string> => {
    const answer = await fetch(address, {
      ...(body !== undefined && { method: 'POST', body }),
      credentials: 'omit',
      cache: 'no-store',
      signal: ending.signal,
    });
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.text();
  };
  const end = () => {
    ending.abort();
    onClose();
  };
  const poll = async () => {
    while (!ending.signal.aborted) {
      for (const packet of (await request()).split(SEPARATOR)) {
        // The first packet names the session, without which the next request would begin another one.
        if (!named) address += `&sid=${JSON.parse(packet.slice(1)).sid}`;
        named = true;
        onPacket(packet);
      }
    }
  };
  const post = async () => {
    if (posting) return;
    posting = true;
    while (waiting.length > 0) await request(waiting.splice(0).join(SEPARATOR));
    posting = false;
  };
  poll().catch(end);
  return {
    send(packet) {
      waiting.push(packet);
      post().catch(end);
    },
    close() {
      // Otherwise the server would take the visitor for present until it has given up on the next poll.
      const farewell = { method: 'POST', body: '1', keepalive: true, credentials: 'omit' } as const;
      if (named) fetch(address, farewell).catch(() => null);
      end();
    },
  };
}
