/** Rules 1, 2, 4 and 5 of PROTOCOL.md: packets over a WebSocket. Written from that document alone. */
import { WebSocket } from 'ws';

/** A refusal as it travels. */
export interface TinyRefusal {
  code: string;
  message: string;
  retryAfterMs?: number;
}

type TinyAnswer = { ok: true; value: unknown } | { ok: false; error: TinyRefusal };

export interface TinyWire {
  ask(event: string, input: unknown): Promise<TinyAnswer>;
  tell(event: string, input: unknown): void;
  close(): void;
}

interface WirePorts {
  /** With the query that the namespace needs. */
  url: string;
  namespace: '/widget' | '/console';
  handshake: unknown;
  after(ms: number, task: () => void): () => void;
  onEvent(event: string, payload: unknown): void;
  /** The end, with what the server said of it. */
  onEnd(refusal: TinyRefusal | null): void;
}

const ANSWER_WITHIN_MS = 10_000;
const WELCOME_WITHIN_MS = 30_000;

export function openTinyWire({ url, namespace, handshake, after, onEvent, onEnd }: WirePorts): TinyWire {
  const socket = new WebSocket(url);
  const questions = new Map<number, (answer: TinyAnswer | null) => void>();
  let asked = 0;
  let refusal: TinyRefusal | null = null;
  let silence = { limitMs: 10_000, stop: () => {} };

  const listen = (): void => {
    silence.stop();
    silence.stop = after(silence.limitMs, () => socket.terminate());
  };
  const stopWaiting = after(WELCOME_WITHIN_MS, () => socket.terminate());
  const end = (): void => {
    silence.stop();
    stopWaiting();
    for (const settle of questions.values()) settle(null);
    questions.clear();
    onEnd(refusal);
  };
  const message = (type: string, id: string, json: string): void => {
    const content = json === '' ? null : JSON.parse(json);
    if (type === '1') socket.close();
    if (type === '2' && content[0] === 'welcome') stopWaiting();
    if (type === '2' && content[0] === 'refused') refusal = content[1];
    if (type === '2') onEvent(content[0], content[1]);
    if (type === '3') {
      questions.get(Number(id))?.(content[0]);
      questions.delete(Number(id));
    }
    if (type === '4') {
      refusal = content.data;
      socket.close();
    }
  };
  socket.on('message', (data) => {
    const packet = String(data);
    listen();
    if (packet[0] === '0') {
      const { pingInterval, pingTimeout } = JSON.parse(packet.slice(1));
      silence = { ...silence, limitMs: pingInterval + pingTimeout };
      socket.send(`40${namespace},${JSON.stringify(handshake)}`);
    }
    if (packet[0] === '1') socket.close();
    if (packet[0] === '2') socket.send('3');
    const [, type = '', name, id = '', json = ''] = /^4(\d)([^,]+),(\d*)(.*)$/s.exec(packet) ?? [];
    if (name === namespace) message(type, id, json);
  });
  socket.on('error', () => undefined);
  socket.on('close', end);
  listen();

  return {
    ask(event, input) {
      const id = asked++;
      return new Promise((resolve, reject) => {
        const settle = (answer: TinyAnswer | null): void => {
          questions.delete(id);
          cancel();
          if (answer === null) reject(new Error('the outcome is unknown'));
          else resolve(answer);
        };
        const cancel = after(ANSWER_WITHIN_MS, () => settle(null));
        questions.set(id, settle);
        socket.send(
          `42${namespace},${id}${JSON.stringify([event, input])}`,
          (error) => error && settle(null),
        );
      });
    },
    tell: (event, input) => socket.send(`42${namespace},${JSON.stringify([event, input])}`),
    close: () => socket.close(),
  };
}
