/** Files on their way to the server, before the message that takes them along. Both sides send them like this. */
import type { Attachment } from '../../shared/attachments.ts';
import { type Ack, ERRORS, type ErrorCode, type Refusal } from '../../shared/errors.ts';
import { ATTACHMENT_NAME_MAX_CHARACTERS } from '../../shared/limits.ts';

/** A file that somebody has chosen. */
export interface OutgoingFile {
  /** Minted with it: sent again it is the same file. */
  clientId: string;
  name: string;
  /** Bytes. */
  size: number;
  blob: Blob;
}

interface UploadPorts<A extends Attachment> {
  /**
   * Sends one to an address, which is told its name and id as well.
   * @throws (rejects) where the outcome is unknown
   */
  post(
    address: string,
    file: OutgoingFile,
    onProgress: (part: number) => void,
    signal: AbortSignal,
  ): Promise<Ack<A>>;
  /** A file is a good deal further than it was. */
  onProgress(): void;
}

export class Uploads<A extends Attachment> {
  readonly #ports: UploadPorts<A>;
  readonly #done = new Map<string, A>();
  readonly #parts = new Map<string, number>();
  readonly #under = new Map<string, AbortController>();

  constructor(ports: UploadPorts<A>) {
    this.#ports = ports;
  }

  /** How much of a file is there, from 0 to 1. */
  partOf(clientId: string): number {
    return this.#done.has(clientId) ? 1 : (this.#parts.get(clientId) ?? 0);
  }

  /** What the server made of these; undefined where it has not told this tab of all of them. */
  known(files: readonly OutgoingFile[]): A[] | undefined {
    const known = files.map(({ clientId }) => this.#done.get(clientId));
    return known.every((each) => each !== undefined) ? (known as A[]) : undefined;
  }

  /**
   * Sends files, one after the other, and then their message; what is there already is not sent again. Where the
   * server has lost one meanwhile, all are sent once more.
   * @param address where files are taken
   * @throws (rejects) where the outcome is unknown
   */
  async deliver<T>(
    address: string,
    files: readonly OutgoingFile[],
    send: (attachments: string[]) => Promise<Ack<T>>,
  ): Promise<Ack<T>> {
    const once = async (): Promise<Ack<T>> => {
      for (const file of files) {
        const answer = await this.#send(address, file);
        if (!answer.ok) return answer;
      }
      return send((this.known(files) ?? []).map(({ id }) => id));
    };
    const answer = await once();
    if (answer.ok || answer.error.code !== 'attachment_gone') return answer;
    this.#forget(files);
    return once();
  }

  /** Stops sending: whoever waits for it is told that the outcome is unknown. */
  cancel(files: readonly OutgoingFile[]): void {
    for (const { clientId } of files) this.#under.get(clientId)?.abort();
  }

  async #send(address: string, file: OutgoingFile): Promise<Ack<A>> {
    const { clientId } = file;
    const known = this.#done.get(clientId);
    if (known !== undefined) return { ok: true, value: known };
    const ending = new AbortController();
    this.#under.set(clientId, ending);
    try {
      const query = new URLSearchParams({ name: file.name.slice(-ATTACHMENT_NAME_MAX_CHARACTERS), clientId });
      const onPart = (part: number) => this.#progress(clientId, part);
      const mark = address.includes('?') ? '&' : '?';
      const answer = await this.#ports.post(`${address}${mark}${query}`, file, onPart, ending.signal);
      if (answer.ok) this.#done.set(clientId, answer.value);
      return answer;
    } finally {
      this.#under.delete(clientId);
      this.#progress(clientId, 0);
    }
  }

  #progress(clientId: string, part: number): void {
    this.#parts.set(clientId, part);
    this.#ports.onProgress();
  }

  #forget(files: readonly OutgoingFile[]): void {
    for (const { clientId } of files) this.#done.delete(clientId);
  }
}

/** Nothing has moved for so long: the network that it began in is gone. Drawing a picture anew takes less. */
const STALLED_MS = 60_000;

/**
 * Sends one file.
 * @throws (rejects) where there is no answer, or none that says what became of it
 */
export function postFile<A extends Attachment>(
  address: string,
  headers: Readonly<Record<string, string>>,
  { blob }: OutgoingFile,
  onProgress: (part: number) => void,
  signal: AbortSignal,
): Promise<Ack<A>> {
  return new Promise((resolve, reject) => {
    // Only this tells how far it is.
    const request = new XMLHttpRequest();
    let stalled: ReturnType<typeof setTimeout> | undefined;
    const moves = () => {
      clearTimeout(stalled);
      stalled = setTimeout(() => request.abort(), STALLED_MS);
    };
    request.open('POST', address);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => {
      moves();
      onProgress(total > 0 ? loaded / total : 0);
    };
    // However it ends, also by `abort`; without an answer the text is empty, which is none.
    request.onloadend = () => {
      clearTimeout(stalled);
      const answer = readAnswer<A>(request.status, request.responseText);
      if (answer === null) reject(new Error('no answer'));
      else resolve(answer);
    };
    signal.addEventListener('abort', () => request.abort());
    moves();
    request.send(blob);
  });
}

function readAnswer<A>(status: number, text: string): Ack<A> | null {
  try {
    const told = JSON.parse(text) as Record<string, unknown>;
    if (status < 300) return { ok: true, value: told as A };
    const { code, detail, retryAfterMs } = told as { code: ErrorCode; detail: string; retryAfterMs?: number };
    const error: Refusal = { code, message: detail, ...(retryAfterMs !== undefined && { retryAfterMs }) };
    return { ok: false, error };
  } catch {
    // A proxy in front has a limit of its own.
    if (status !== 413) return null;
    return { ok: false, error: { code: 'too_large', message: ERRORS.too_large.message } };
  }
}
