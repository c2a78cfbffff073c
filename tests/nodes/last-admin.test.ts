import { afterAll, beforeAll, expect, it } from 'vitest';
import { ADMIN, type SignedIn, startServer, type TestServer } from '../support/start-server.ts';
import { startTestStore, type TestStore } from '../support/store.ts';

const ROUNDS = 12;
const PASSWORD = ADMIN.password;
let store: TestStore;
let a: TestServer;
let b: TestServer;

beforeAll(async () => {
  store = await startTestStore();
  a = await startServer({ store });
  b = await startServer({ store });
});
afterAll(async () => {
  await Promise.all([a.close(), b.close()]);
  await store.close();
});

interface Kept {
  _id: string;
  role: string;
  active: boolean;
}
const agents = () => a.db.collection<Kept>('agents');
const admins = async () =>
  (await agents().find({ role: 'admin', active: true }).toArray()).map((each) => each._id);

/** Two admins, one at each node. */
async function two(): Promise<[SignedIn, SignedIn]> {
  const one = await a.signIn();
  const { email } = (await a.addAgent({ role: 'admin' })).agent;
  await b.app.agents.follow();
  return [one, await b.signIn({ email, password: PASSWORD })];
}

it('two admins at two nodes who take each other’s rights at once leave one of them, whichever way', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const [one, other] = await two();
    const change = round % 2 === 0 ? { role: 'agent' } : { active: false };
    const [target, self] = round % 4 < 2 ? [other, one] : [one, other];
    const replies = await Promise.all([
      one.patch(`/agents/${target.agent.id}`, change),
      other.patch(`/agents/${self.agent.id}`, change),
    ]);
    expect(await admins(), JSON.stringify(replies.map(({ body }) => body))).toHaveLength(1);
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    // The first admin is the one to begin with again.
    await agents().updateOne({ _id: one.agent.id }, { $set: { role: 'admin', active: true } });
    await agents().updateOne({ _id: other.agent.id }, { $set: { role: 'agent' } });
    await Promise.all([a.app.agents.follow(), b.app.agents.follow()]);
  }
});

it('what a node had decided when it died counts for the next decision, and is carried out', async () => {
  const [one, other] = await two();
  const rights = a.db.collection<{ _id: string; version: number }>('agent_rights');
  const change = { agentId: other.agent.id, fields: { role: 'agent', active: true }, signsOut: true };
  await rights.updateOne({ _id: 'rights' }, { $inc: { version: 1 }, $set: { change } });
  expect((await one.patch(`/agents/${one.agent.id}`, { role: 'agent' })).body.code).toBe('last_admin');
  expect(await admins()).toEqual([one.agent.id]);
  expect((await other.get('/me')).status).toBe(401);
});
