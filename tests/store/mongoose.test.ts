import mongoose, { type Connection, Schema } from 'mongoose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectStore } from '../../server/core/db/connect.ts';
import { startTestStore, type TestStore } from '../support/store.ts';

const agentSchema = new Schema(
  {
    email: { type: String, unique: true, lowercase: true, required: true },
    name: String,
    roles: [String],
    settings: { type: Map, of: String },
  },
  { timestamps: true },
);
const conversationSchema = new Schema(
  {
    visitor: String,
    status: { type: String, enum: ['open', 'closed'], default: 'open' },
    agent: { type: Schema.Types.ObjectId, ref: 'Agent' },
    tags: [String],
    notes: [{ by: String, text: String }],
    more: Schema.Types.Mixed,
  },
  { timestamps: true, optimisticConcurrency: true },
);
conversationSchema.index({ status: 1, updatedAt: -1 });
conversationSchema.index(
  { visitor: 1 },
  { unique: true, partialFilterExpression: { status: 'open' }, name: 'one_open' },
);
const messageSchema = new Schema({ conversationId: Schema.Types.ObjectId, seq: Number, text: String });
messageSchema.index({ conversationId: 1, seq: 1 }, { unique: true });

let store: TestStore;
let db: Connection;
let models: ReturnType<typeof makeModels>;

function makeModels() {
  return {
    Agent: db.model('Agent', agentSchema),
    Conversation: db.model('Conversation', conversationSchema),
    Message: db.model('Message', messageSchema),
  };
}

beforeAll(async () => {
  store = await startTestStore();
  db = await connectStore(store.url);
  models = makeModels();
  for (const model of Object.values(models)) {
    await model.createCollection();
    await model.ensureIndexes();
  }
});
afterAll(async () => {
  await db.close();
  await store.close();
});

test('indexes of the schemas are made, and are then as they should be', async () => {
  const { Conversation, Agent } = models;
  const names = (await Conversation.listIndexes()).map(({ name }) => name);
  expect(names).toEqual(['_id_', 'status_1_updatedAt_-1', 'one_open']);
  expect(await Conversation.diffIndexes()).toEqual({ toDrop: [], toCreate: [] });
  expect(await Agent.diffIndexes()).toEqual({ toDrop: [], toCreate: [] });
});

test('documents are made, checked, found and changed', async () => {
  const { Agent } = models;
  const ana = await Agent.create({
    email: 'A@x.io',
    name: 'Ann',
    roles: ['admin'],
    settings: { theme: 'dark' },
  });
  await expect(Agent.create({ email: 'a@x.io' })).rejects.toMatchObject({
    code: 11000,
    keyValue: { email: 'a@x.io' },
  });
  await expect(Agent.create({})).rejects.toThrow(/required/);
  const found = await Agent.findOne({ email: 'a@x.io' }).lean();
  expect(found).toMatchObject({ name: 'Ann', createdAt: expect.any(Date), settings: { theme: 'dark' } });
  const changed = await Agent.findOneAndUpdate(
    { _id: ana._id },
    { $set: { name: 'Ana' }, $push: { roles: { $each: ['x', 'y'], $slice: -2 } } },
    { returnDocument: 'after' },
  );
  expect([changed?.name, [...(changed?.roles ?? [])]]).toEqual(['Ana', ['x', 'y']]);
  expect(changed?.updatedAt.getTime()).toBeGreaterThanOrEqual(found?.updatedAt.getTime() ?? Infinity);
  expect(await Agent.exists({ email: 'nobody' })).toBeNull();
  expect(await Agent.distinct('roles')).toEqual(['x', 'y']);
});

test('a document saved by two is refused to the second', async () => {
  const { Agent, Conversation } = models;
  const agent = await Agent.create({ email: 'b@x.io', name: 'Bo' });
  const conversation = await Conversation.create({ visitor: 'v1', agent: agent._id, tags: ['t'] });
  await expect(Conversation.create({ visitor: 'v1' })).rejects.toMatchObject({ code: 11000 });
  await Conversation.create({ visitor: 'v1', status: 'closed' });
  conversation.notes.push({ by: 'me', text: 'hi' });
  conversation.more = { x: { y: [1, 2] } };
  await conversation.save();
  const [one, other] = [
    await Conversation.findById(conversation._id),
    await Conversation.findById(conversation._id),
  ];
  one?.tags.push('u');
  await one?.save();
  other?.tags.push('conflict');
  await expect(other?.save()).rejects.toBeInstanceOf(mongoose.Error.VersionError);
  const populated = await Conversation.findById(conversation._id).populate('agent', 'name').lean();
  expect(populated).toMatchObject({ agent: { name: 'Bo' }, tags: ['t', 'u'], more: { x: { y: [1, 2] } } });
});

test('pages, cursors, bulk writes and aggregations of a thread', async () => {
  const { Conversation, Message } = models;
  const { _id: conversationId } = await Conversation.create({ visitor: 'v2' });
  await Message.insertMany(
    Array.from({ length: 330 }, (_, i) => ({ conversationId, seq: i + 1, text: `m${i}` })),
  );
  const page = await Message.find({ conversationId, seq: mongoose.trusted({ $lt: 20 }) })
    .sort({ seq: -1 })
    .limit(3)
    .lean();
  expect(page.map(({ seq }) => seq)).toEqual([19, 18, 17]);
  let count = 0;
  for await (const _ of Message.find({ conversationId }).sort({ seq: 1 }).cursor({ batchSize: 50 })) count++;
  expect(count).toBe(330);
  const result = await Message.bulkWrite([
    { updateOne: { filter: { conversationId, seq: 1 }, update: { text: 'edited' } } },
    { deleteOne: { filter: { conversationId, seq: 2 } } },
  ]);
  expect([result.modifiedCount, result.deletedCount]).toEqual([1, 1]);
  const last = await Message.aggregate([
    { $match: { conversationId } },
    { $group: { _id: '$conversationId', n: { $sum: 1 }, last: { $max: '$seq' } } },
    { $lookup: { from: 'conversations', localField: '_id', foreignField: '_id', as: 'conversation' } },
    { $unwind: '$conversation' },
    { $project: { _id: 0, n: 1, last: 1, visitor: '$conversation.visitor' } },
  ]);
  expect(last).toEqual([{ n: 329, last: 330, visitor: 'v2' }]);
});

test('a filter from outside cannot bring operators', async () => {
  const { Agent } = models;
  const outside = { email: { $ne: null } } as unknown as { email: string };
  await expect(Agent.findOne(outside).lean()).rejects.toThrow(/Cast to string failed/);
});

test('transactions fail, they are not ignored', async () => {
  const { Agent } = models;
  const attempt = db.transaction((session) => Agent.create([{ email: 'never@x.io' }], { session }));
  await expect(attempt).rejects.toThrow(/Transaction numbers|retryable writes/);
  expect(await Agent.exists({ email: 'never@x.io' })).toBeNull();
});
