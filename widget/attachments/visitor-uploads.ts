import type { PublicAttachment } from '../../shared/attachments.ts';
import type { Ack } from '../../shared/errors.ts';
import type { Appended } from '../../shared/messages.ts';
import type { VisitorMessage } from '../core/chat-state.ts';
import type { OutgoingPorts } from '../core/outgoing.ts';
import { postFile, Uploads } from '../core/uploads.ts';

type Ports = Pick<OutgoingPorts, 'connection' | 'local' | 'origin' | 'store'>;

/** A visitor's files on their way; the screen is drawn anew as they get on. */
export class VisitorUploads extends Uploads<PublicAttachment> {
  readonly #visitor: Ports;

  constructor(ports: Ports) {
    super({
      post: (address, file, onPart, stop) =>
        postFile(address, { Authorization: `Bearer ${ports.local.get('token')}` }, file, onPart, stop),
      onProgress: () => ports.store.set({}),
    });
    this.#visitor = ports;
  }

  /** Sends a message after its files. */
  send({ files = [], ...message }: VisitorMessage, clientId: string): Promise<Ack<Appended>> {
    const { connection, origin, store } = this.#visitor;
    const address = `${origin}/api/v1/widget/attachments?site=${store.get().site.key}`;
    return this.deliver(address, files, (attachments) =>
      connection.ask('message:send', { ...message, clientId, attachments }),
    );
  }
}

export function createUploads(ports: Ports): VisitorUploads {
  return new VisitorUploads(ports);
}
