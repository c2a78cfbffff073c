import type { Connection, mongo } from 'mongoose';
import { collectionOf, documentSchema } from '../core/db/collection.ts';

/** The bucket of GridFS: its bytes are in `attachments.files` and `attachments.chunks`. */
export const BUCKET = 'attachments';

/** A file that somebody has sent whole. Before that nothing is here but an upload under way. */
export interface AttachmentDocument {
  /** Follows from who sent it and the sender's `clientId`, under the server's key: unguessable, and the same again. */
  _id: string;
  siteId: string;
  /** `agent:ID`, or `visitor:` and the hash of the visitor's secret. */
  owner: string;
  name: string;
  type: string;
  /** Bytes. */
  size: number;
  width?: number;
  height?: number;
  /** In the bucket. */
  fileId: mongo.ObjectId;
  thumbnailId: mongo.ObjectId | null;
  /** Bytes of both. */
  stored: number;
  createdAt: Date;
  /** The message that takes it along; null until one does. */
  message: { conversationId: string; clientId: string; visibility: 'public' | 'private' } | null;
  /** When to see whether anybody needs it; null where a message does for certain. */
  dueAt: Date | null;
  /** Nobody gets it any more; its bytes go. */
  gone: boolean;
}

/** Bytes that are being written, or were when a node died. */
interface UploadDocument {
  /** Its id in the bucket. */
  _id: mongo.ObjectId;
  startedAt: Date;
}

/** A piece of a file, as GridFS keeps it. */
interface ChunkDocument {
  _id: mongo.ObjectId;
  files_id: mongo.ObjectId;
  n: number;
  data: mongo.Binary;
}

const attachmentSchema = documentSchema(
  {
    _id: String,
    siteId: { type: String, required: true },
    owner: { type: String, required: true },
    name: String,
    type: String,
    size: Number,
    width: Number,
    height: Number,
    fileId: Object,
    thumbnailId: Object,
    stored: Number,
    createdAt: Date,
    message: Object,
    dueAt: Date,
    gone: Boolean,
  },
  'attachments',
);
attachmentSchema.index({ siteId: 1, stored: 1 });
attachmentSchema.index({ 'message.conversationId': 1, 'message.clientId': 1 });
attachmentSchema.index({ dueAt: 1 });
attachmentSchema.index({ fileId: 1 });
attachmentSchema.index({ thumbnailId: 1 });

const uploadSchema = documentSchema({ _id: Object, startedAt: Date }, 'attachment_uploads');
uploadSchema.index({ startedAt: 1 });

// As the driver would make them by itself, at the first upload.
const filesSchema = documentSchema(
  { _id: Object, length: Number, chunkSize: Number, uploadDate: Date, filename: String },
  `${BUCKET}.files`,
);
filesSchema.index({ filename: 1, uploadDate: 1 });
const chunksSchema = documentSchema(
  { _id: Object, files_id: Object, n: Number, data: Buffer },
  `${BUCKET}.chunks`,
);
chunksSchema.index({ files_id: 1, n: 1 }, { unique: true });

export function attachmentCollections(db: Connection) {
  return {
    attachments: collectionOf<AttachmentDocument>(db, 'Attachment', attachmentSchema),
    uploads: collectionOf<UploadDocument>(db, 'AttachmentUpload', uploadSchema),
    files: collectionOf<{ _id: mongo.ObjectId }>(db, 'AttachmentFile', filesSchema),
    chunks: collectionOf<ChunkDocument>(db, 'AttachmentChunk', chunksSchema),
  };
}

export type AttachmentCollections = ReturnType<typeof attachmentCollections>;
