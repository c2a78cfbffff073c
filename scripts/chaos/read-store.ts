import { mongo } from 'mongoose';

/** An entry as the store has it. */
export interface StoredEntry {
  conversationId: string;
  seq: number;
  publicSeq: number;
  clientId: string;
  kind: string;
  visibility: 'public' | 'private';
  author: { kind: string; id: string };
  /** Milliseconds since 1970. */
  at: number;
  text: string;
  /** A ticket's. */
  number: number | null;
}

export interface Stored {
  /** By conversation and number. */
  entries: StoredEntry[];
  /** How far each conversation's document is, by its id. */
  documents: ReadonlyMap<string, { lastSeq: number; publicSeq: number }>;
}

/** Reads all there is, past nodes and relays. */
export async function readStore(url: string): Promise<Stored> {
  const client = await mongo.MongoClient.connect(`${url}?directConnection=true`, {
    serverSelectionTimeoutMS: 5_000,
  });
  try {
    const entries = await client
      .db()
      .collection('entries')
      .find({})
      .sort({ conversationId: 1, seq: 1 })
      .toArray();
    const documents = await client.db().collection('conversations').find({}).toArray();
    return {
      entries: entries.map((entry) => ({
        conversationId: entry.conversationId,
        seq: entry.seq,
        publicSeq: entry.publicSeq,
        clientId: entry.clientId,
        kind: entry.kind,
        visibility: entry.visibility,
        author: entry.author,
        at: entry.at.getTime(),
        text: entry.text ?? '',
        number: entry.number ?? null,
      })),
      documents: new Map(
        documents.map(({ _id, lastSeq, publicSeq }) => [String(_id), { lastSeq, publicSeq }]),
      ),
    };
  } finally {
    await client.close();
  }
}
