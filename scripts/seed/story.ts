import { assignment, reopening, resolution } from '../../server/conversations/status.ts';
import type { AgentActor } from '../../server/core/actor.ts';
import { agentMessage, agentNote } from '../../server/messages/send-agent-message.ts';
import { isOver } from '../../server/messages/send-visitor-message.ts';
import { ticketChanges } from '../../server/tickets/change-ticket.ts';
import { SUBJECT_MAX_CHARACTERS } from '../../shared/limits.ts';
import { TICKET_PRIORITIES, type TicketChanges } from '../../shared/tickets.ts';
import { DAY_MS, HOUR_MS, isOpen, whenOpen } from './rhythm.ts';
import { ReachedNow, type Scene } from './scene.ts';

const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;

/** How far a conversation gets. */
type Outcome = 'unanswered' | 'answered' | 'resolved';

/** What is young may still be open; what is old is nearly always done. */
const OUTCOMES: readonly { youngerThanMs: number; weights: readonly (readonly [Outcome, number])[] }[] = [
  { youngerThanMs: 6 * HOUR_MS, weights: weights(45, 35, 20) },
  { youngerThanMs: 2 * DAY_MS, weights: weights(12, 33, 55) },
  { youngerThanMs: 14 * DAY_MS, weights: weights(2, 13, 85) },
  { youngerThanMs: Number.POSITIVE_INFINITY, weights: weights(0.3, 1.2, 98.5) },
];

/** Lets a conversation happen, from its first message to where it ends or to the present. */
export function tellStory(scene: Scene): void {
  const { recording, random, agents, now } = scene.stage;
  const age = now - recording.opened.openedAt;
  const outcome = random.weighted(
    OUTCOMES.find((each) => age < each.youngerThanMs)?.weights ?? weights(0, 0, 1),
  );
  try {
    contactWrites(scene);
    if (outcome === 'unanswered' || agents.length === 0) return;
    const agent = takeUp(scene);
    talk(scene, agent);
    if (outcome === 'answered') return;
    resolve(scene, agent);
    afterwards(scene, agent);
  } catch (error) {
    if (!(error instanceof ReachedNow)) throw error;
  }
}

function weights(unanswered: number, answered: number, resolved: number) {
  return [
    ['unanswered', unanswered],
    ['answered', answered],
    ['resolved', resolved],
  ] as const;
}

function contactWrites(scene: Scene): void {
  const { recording, site, dialogue, random } = scene.stage;
  const { contactId } = recording.opened;
  for (
    let left = random.weighted([
      [1, 6],
      [2, 3],
      [3, 1],
    ] as const);
    left > 0;
    left--
  ) {
    if (isOver(recording.conversation, scene.at, site.continueWithinHours)) return;
    const text = dialogue.next('contact');
    scene.act({
      clientId: random.uuid(),
      author: { kind: 'contact', id: contactId },
      decide: () => ({ kind: 'message', text }),
    });
    recording.readByContact();
    tellAway(scene);
    scene.wait(25 * SECOND_MS);
  }
}

/** As the server does it: once, to somebody who begins to wait while nobody is there. */
function tellAway(scene: Scene): void {
  const { conversation } = scene.stage.recording;
  const begins = conversation.waitingSince === conversation.lastAt;
  if (isOpen(scene.at) || conversation.awayTold || !begins) return;
  scene.act({
    clientId: `away-notice:${conversation.lastSeq}`,
    author: { kind: 'system', id: 'away-notice' },
    decide: () => ({ kind: 'away_told' }),
  });
}

/** An agent sees what waits, and mostly takes it. */
function takeUp(scene: Scene): AgentActor {
  const { recording, random, agents, now } = scene.stage;
  const agent = random.pick(agents);
  scene.wait(4 * MINUTE_MS);
  scene.waitUntil(whenOpen(scene.at, random));
  // Nobody has looked yet: the conversation still waits.
  if (scene.at > now) throw new ReachedNow();
  recording.readByAgent(agent.id);
  if (random.chance(0.85)) assign(scene, agent, agent);
  return agent;
}

function assign(scene: Scene, from: AgentActor, to: AgentActor): void {
  const { recording, random } = scene.stage;
  const { id, assigneeId } = recording.conversation;
  scene.act(
    assignment(
      from,
      { conversationId: id, clientId: random.uuid(), assigneeId: to.id, expectedAssigneeId: assigneeId },
      { answersFor: () => true },
    ),
  );
}

function talk(scene: Scene, agent: AgentActor): void {
  const { recording, random, agents } = scene.stage;
  let speaker = agent;
  const rounds = random.weighted([
    [1, 5],
    [2, 4],
    [3, 2],
    [5, 1],
  ] as const);
  for (let round = 0; round < rounds; round++) {
    if (round > 0) {
      scene.wait(6 * MINUTE_MS);
      contactWrites(scene);
      scene.wait(3 * MINUTE_MS);
      scene.waitUntil(whenOpen(scene.at, random));
    }
    if (random.chance(0.12)) agentSays(scene, speaker, 'note');
    if (random.chance(0.05)) {
      const colleague = random.pick(agents);
      if (recording.conversation.assigneeId !== colleague.id) assign(scene, speaker, colleague);
      speaker = colleague;
    }
    agentSays(scene, speaker, 'message');
    if (random.chance(0.3)) agentSays(scene, speaker, 'message');
    if (random.chance(0.9)) recording.readByContact();
    if (recording.conversation.ticket === null && random.chance(0.09)) followUpAsTicket(scene, speaker);
  }
}

function agentSays(scene: Scene, agent: AgentActor, kind: 'message' | 'note'): void {
  const { recording, dialogue, random } = scene.stage;
  scene.wait(50 * SECOND_MS);
  const conversationId = recording.opened.id;
  const text = dialogue.next('agent');
  const input = { conversationId, clientId: random.uuid(), text };
  const say = kind === 'note' ? agentNote : agentMessage;
  const request = say(agent, input, async () => []);
  scene.act({ ...request, decide: (conversation) => request.decide(conversation, []) });
  recording.readByAgent(agent.id);
}

function followUpAsTicket(scene: Scene, agent: AgentActor): void {
  const { recording, site, dialogue, random } = scene.stage;
  scene.wait(MINUTE_MS);
  const subject = (dialogue.subject || dialogue.next('contact')).slice(0, SUBJECT_MAX_CHARACTERS).trim();
  const priority = random.weighted(TICKET_PRIORITIES.map((each, index) => [each, [2, 11, 4, 1][index] ?? 1]));
  const category = site.categories.length > 0 && random.chance(0.85) ? random.pick(site.categories) : '';
  scene.act({
    clientId: random.uuid(),
    author: { kind: 'agent', id: agent.id },
    // The number follows when all tickets of the batch are known.
    decide: () => ({ kind: 'ticket_created', number: 1, subject, priority, category }),
  });
  recording.readByAgent(agent.id);
  if (random.chance(0.2)) changeTicket(scene, agent, { priority: random.pick(TICKET_PRIORITIES) });
  if (!random.chance(0.5)) return;
  scene.wait(10 * MINUTE_MS);
  changeTicket(scene, agent, { status: 'pending' });
  scene.wait(20 * HOUR_MS);
}

function changeTicket(scene: Scene, agent: AgentActor, changes: TicketChanges): void {
  const { recording, random } = scene.stage;
  const { id, ticket } = recording.conversation;
  if (changes.status !== undefined && ticket?.status === changes.status) return;
  for (const request of ticketChanges(agent, id, changes, random.uuid())) scene.act(request);
  recording.readByAgent(agent.id);
}

function resolve(scene: Scene, agent: AgentActor): void {
  const { recording, random } = scene.stage;
  scene.wait(recording.conversation.ticket === null ? 8 * MINUTE_MS : 16 * HOUR_MS);
  scene.waitUntil(whenOpen(scene.at, random));
  scene.act(resolution(agent, { conversationId: recording.opened.id, clientId: random.uuid() }));
  recording.readByAgent(agent.id);
}

/** What comes after the end: thanks, second thoughts, and the closing of tickets. */
function afterwards(scene: Scene, agent: AgentActor): void {
  const { recording, random } = scene.stage;
  const conversationId = recording.opened.id;
  if (random.chance(0.1)) {
    scene.wait(40 * MINUTE_MS);
    contactWrites(scene);
    if (recording.conversation.status === 'resolved') return; // too late: it would be another conversation
    scene.wait(15 * MINUTE_MS);
    scene.waitUntil(whenOpen(scene.at, random));
    agentSays(scene, agent, 'message');
    resolve(scene, agent);
  } else if (random.chance(0.03)) {
    scene.wait(HOUR_MS);
    scene.act(reopening(agent, { conversationId, clientId: random.uuid() }));
    agentSays(scene, agent, 'message');
    resolve(scene, agent);
  }
  if (recording.conversation.ticket !== null && random.chance(0.6)) {
    scene.wait(4 * DAY_MS);
    scene.waitUntil(whenOpen(scene.at, random));
    changeTicket(scene, agent, { status: 'closed' });
  }
}
