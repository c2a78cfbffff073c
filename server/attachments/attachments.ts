import { createHmac } from 'node:crypto';
import type { mongo } from 'mongoose';
import type { Attachment } from '../../shared/attachments.ts';
import type { Conversations } from '../conversations/index.ts';
import { type Actor, answersFor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { isDuplicateKey } from '../core/db/duplicate-key.ts';
import type { Upload } from '../core/http/route.ts';
import { Refused } from '../core/refused.ts';
import { AttachmentBytes } from './bytes.ts';
import { fileKind } from './file-kind.ts';
import { receive } from './incoming.ts';
import { type AttachmentCollections, type AttachmentDocument, attachmentCollections } from './model.ts';
import { fileName, withExtension } from './name.ts';
import { extensionOf, isPictureType, redraw } from './picture.ts';

/** A file that no message takes along is kept for so long: a visitor's network may be away for a night. */
const UNSENT_MS = 24 * 60 * 60_000;
/** A message that takes a file along is in the log by then, or will never be. */
const CLAIMED_MS = 60 * 60_000;
const ADDED_UP_EVERY_MS = 60_000;

/** Who sends a file, and for which site. */
export interface Sender {
  siteId: string;
  owner: string;
}

/** What makes a file known: bytes that are written, and what they are. */
type Written = Pick<AttachmentDocument, 'type' | 'size' | 'fileId' | 'thumbnailId' | 'stored'> & {
  width?: number;
  height?: number;
};

/** A message or note that takes files along. */
export interface Claim {
  owner: string;
  conversationId: string;
  clientId: string;
  visibility: 'public' | 'private';
}

export function ownerOf(actor: Actor): string {
  return actor.kind === 'agent' ? `agent:${actor.id}` : `visitor:${actor.tokenHash}`;
}

/** Files that go with messages. */
export class Attachments {
  readonly collections: AttachmentCollections;
  readonly bytes: AttachmentBytes;
  readonly #core: Core;
  /** What the files of each site take, as it was last added up. */
  readonly #rooms = new Map<string, { stored: number; at: number }>();
  readonly #conversations: Pick<Conversations, 'visible' | 'written'>;

  constructor(core: Core, conversations: Pick<Conversations, 'visible' | 'written'>) {
    this.#core = core;
    this.#conversations = conversations;
    this.collections = attachmentCollections(core.db);
    this.bytes = new AttachmentBytes(core.db, this.collections, core.clock);
  }

  /**
   * Takes a file in. The same sender with the same `clientId` gets the same attachment again, and no second one.
   * @throws Refused `too_large`, `unsupported_type` for a broken picture, `quota_exceeded`, `invalid_input`
   */
  async take(
    { siteId, owner }: Sender,
    clientId: string,
    sentName: string,
    upload: Upload,
  ): Promise<Attachment> {
    const id = createHmac('sha256', this.#core.config.secretKey)
      .update(`attachment-id:${siteId}:${owner}:${clientId}`)
      .digest()
      .subarray(0, 16)
      .toString('base64url');
    const earlier = await this.collections.attachments.findOne({ _id: id, gone: false });
    if (earlier !== null) return attachmentOf(earlier);
    await this.#requireRoom(siteId);
    const { attachmentMaxBytes } = this.#core.config;
    const incoming = await receive(upload, attachmentMaxBytes, this.#core.clock);
    const type = await fileKind(incoming.head);
    const name = fileName(sentName);
    const isPicture = isPictureType(type);
    const written = isPicture
      ? await redraw(incoming.all, type, this.#core.log, async (redrawn) => {
          const { id: fileId, size } = await this.bytes.write(redrawn.picture());
          const thumbnail = await this.bytes.write(redrawn.thumbnail());
          const { width, height } = redrawn;
          return {
            type,
            size,
            width,
            height,
            fileId,
            thumbnailId: thumbnail.id,
            stored: size + thumbnail.size,
          };
        })
      : await this.#writeAsIs(incoming.all, type);
    const now = this.#core.clock.now();
    return this.#keep({
      _id: id,
      siteId,
      owner,
      name: isPicture ? withExtension(name, extensionOf(type)) : name,
      ...written,
      createdAt: new Date(now),
      message: null,
      dueAt: new Date(now + UNSENT_MS),
      gone: false,
    });
  }

  /**
   * Gives files to the message that takes them along, before it is in the log. Again for the same message as often
   * as it is tried.
   * @throws Refused `attachment_gone` where one is not there, is somebody else's, or goes with another message
   */
  async claim({ owner, ...message }: Claim, ids: readonly string[]): Promise<Attachment[]> {
    if (ids.length === 0) return [];
    const { attachments } = this.collections;
    const free = {
      owner,
      gone: false,
      $or: [{ message: null }, { 'message.clientId': message.clientId }],
    };
    const dueAt = new Date(this.#core.clock.now() + CLAIMED_MS);
    await attachments.updateMany({ _id: { $in: [...ids] }, ...free }, { $set: { message, dueAt } });
    const found = await attachments.find({ _id: { $in: [...ids] }, ...free }).toArray();
    const byId = new Map(found.map((document) => [document._id, attachmentOf(document)]));
    return ids.map((id) => {
      const attachment = byId.get(id);
      if (attachment === undefined) throw new Refused('attachment_gone');
      return attachment;
    });
  }

  /**
   * An attachment that an agent may see: of a conversation of theirs, or just sent by themselves.
   * @throws Refused `not_found`
   */
  async forAgent(actor: Actor, id: string): Promise<AttachmentDocument> {
    const document = await this.#shown(id);
    if (document.message === null) {
      if (document.owner !== ownerOf(actor)) throw new Refused('not_found');
    } else {
      await this.#conversations.visible(actor, document.message.conversationId);
    }
    if (actor.kind === 'agent' && !answersFor(actor, document.siteId)) throw new Refused('not_found');
    return document;
  }

  /**
   * An attachment that a visitor has the address of: whatever the address says, never one of a note.
   * @throws Refused `not_found`
   */
  async forVisitor(id: string): Promise<AttachmentDocument> {
    const document = await this.#shown(id);
    if (document.message?.visibility === 'private') throw new Refused('not_found');
    return document;
  }

  /** Nobody gets these from now on, and their bytes go. */
  async discard(
    documents: readonly Pick<AttachmentDocument, '_id' | 'fileId' | 'thumbnailId'>[],
  ): Promise<void> {
    for (const { _id, fileId, thumbnailId } of documents) {
      // First of all unreachable, and last of all forgotten: whoever is stopped in between can go on.
      await this.collections.attachments.updateOne({ _id }, { $set: { gone: true, dueAt: new Date(0) } });
      await this.#removeBytes({ fileId, thumbnailId });
      await this.collections.attachments.deleteOne({ _id, gone: true });
    }
  }

  /** Those that go with a message. */
  ofMessage(conversationId: string, clientId: string): Promise<AttachmentDocument[]> {
    return this.collections.attachments
      .find({ 'message.conversationId': conversationId, 'message.clientId': clientId })
      .toArray();
  }

  /** The log is the truth: what has been removed there is not shown, whether or not its bytes are gone already. */
  async #shown(id: string): Promise<AttachmentDocument> {
    const document = await this.collections.attachments.findOne({ _id: id, gone: false });
    if (document === null) throw new Refused('not_found');
    const { message } = document;
    if (message !== null) {
      const { changes } = await this.#conversations.written(message.conversationId, {
        clientId: message.clientId,
      });
      if (changes.some(({ kind }) => kind === 'removed')) throw new Refused('not_found');
    }
    return document;
  }

  async #writeAsIs(all: AsyncIterable<Uint8Array>, type: string): Promise<Written> {
    const { id, size } = await this.bytes.write(all);
    return { type, size, fileId: id, thumbnailId: null, stored: size };
  }

  /** Another attempt of the same upload may have been faster: then its attachment counts, and these bytes go. */
  async #keep(document: AttachmentDocument): Promise<Attachment> {
    const { attachments } = this.collections;
    const { fileId, thumbnailId } = document;
    try {
      await attachments.insertOne(document);
      await this.bytes.settle(thumbnailId === null ? [fileId] : [fileId, thumbnailId]);
      const room = this.#rooms.get(document.siteId);
      if (room !== undefined) room.stored += document.stored;
      return attachmentOf(document);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      await this.#removeBytes(document);
      const winner = await attachments.findOne({ _id: document._id, gone: false });
      if (winner === null) throw new Refused('unavailable');
      return attachmentOf(winner);
    }
  }

  async #removeBytes({
    fileId,
    thumbnailId,
  }: Pick<AttachmentDocument, 'fileId' | 'thumbnailId'>): Promise<void> {
    const ids: mongo.ObjectId[] = thumbnailId === null ? [fileId] : [fileId, thumbnailId];
    for (const id of ids) await this.bytes.remove(id);
    await this.bytes.settle(ids);
  }

  /** By a sum that is a minute old at most: to add up all files of a site for each of them would be slow. */
  async #requireRoom(siteId: string): Promise<void> {
    const now = this.#core.clock.elapsed();
    let room = this.#rooms.get(siteId);
    if (room === undefined || now - room.at > ADDED_UP_EVERY_MS) {
      room = { stored: await this.#sumOf(siteId), at: now };
      this.#rooms.set(siteId, room);
    }
    if (room.stored >= this.#core.config.siteAttachmentsMaxBytes) throw new Refused('quota_exceeded');
  }

  async #sumOf(siteId: string): Promise<number> {
    const [sum] = await this.collections.attachments
      .aggregate<{ stored: number }>([
        { $match: { siteId } },
        { $group: { _id: null, stored: { $sum: '$stored' } } },
      ])
      .toArray();
    return sum?.stored ?? 0;
  }
}

/** What is told of a file to whoever sees its message. */
function attachmentOf({ _id, name, type, size, width, height }: AttachmentDocument): Attachment {
  return {
    id: _id,
    name,
    type,
    size,
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
  };
}
