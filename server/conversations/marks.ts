import type { Conversation } from '../../shared/conversations.ts';
import type { LogCollections } from './model.ts';

/**
 * How far somebody has read. Marks are no entries: plain numbers that only grow, moved with `$max`, so that late
 * and doubled ones do no harm.
 */
export class Marks {
  readonly #collections: LogCollections;

  constructor(collections: LogCollections) {
    this.#collections = collections;
  }

  /**
   * An agent has seen the log up to `seq`.
   * @returns the numbers the mark now stands at
   */
  async agentRead(conversation: Conversation, agentId: string, seq: number) {
    const upTo = Math.min(seq, conversation.lastSeq);
    const [publicSeq, contactMessages] = await Promise.all([
      this.#publicSeqAt(conversation, upTo),
      this.#messagesUpTo(conversation, upTo, 'contact'),
    ]);
    await this.#collections.conversations.updateOne(
      { _id: conversation.id },
      {
        $max: {
          [`reads.${agentId}.seq`]: upTo,
          [`reads.${agentId}.contactMessages`]: contactMessages,
          seenSeq: publicSeq,
        },
      },
    );
    return { seq: upTo, contactMessages, publicSeq };
  }

  /**
   * The visitor has seen everything up to their number `publicSeq`.
   * @returns the numbers the mark now stands at
   */
  async contactRead(conversation: Conversation, publicSeq: number) {
    const upTo = Math.min(publicSeq, conversation.publicSeq);
    const agentMessages =
      upTo === conversation.publicSeq
        ? conversation.agentMessages
        : await this.#collections.entries.countDocuments({
            conversationId: conversation.id,
            kind: 'message',
            'author.kind': 'agent',
            publicSeq: { $lte: upTo },
          });
    await this.#collections.conversations.updateOne(
      { _id: conversation.id },
      { $max: { 'contactRead.seq': upTo, 'contactRead.agentMessages': agentMessages } },
    );
    return { seq: upTo, agentMessages };
  }

  async #publicSeqAt(conversation: Conversation, seq: number): Promise<number> {
    if (seq === conversation.lastSeq) return conversation.publicSeq;
    const entry = await this.#collections.entries.findOne({ conversationId: conversation.id, seq });
    return entry?.publicSeq ?? 0;
  }

  async #messagesUpTo(conversation: Conversation, seq: number, by: 'contact'): Promise<number> {
    if (seq === conversation.lastSeq) return conversation.contactMessages;
    return this.#collections.entries.countDocuments({
      conversationId: conversation.id,
      seq: { $lte: seq },
      kind: 'message',
      'author.kind': by,
    });
  }
}
