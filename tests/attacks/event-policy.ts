import { randomBytes, randomUUID } from 'node:crypto';
import type { Outcome } from './route-policy.ts';
import type { World } from './world.ts';

/** Who can have a socket of each side at all; everybody else is refused at the handshake. */
export const SOCKETS = {
  widget: ['own', 'other'],
  console: ['agent', 'admin', 'elsewhere'],
} as const;

interface EventPolicy {
  /** Of those who have a socket on that side, in the order of `SOCKETS`. */
  outcomes: readonly Outcome[];
  input(world: World): unknown;
}

const theVisitor: readonly Outcome[] = ['ok', 'not_found'];
const everyVisitor: readonly Outcome[] = ['ok', 'ok'];
const everyAgent: readonly Outcome[] = ['ok', 'ok', 'ok'];
const agentsOfTheSite: readonly Outcome[] = ['ok', 'ok', 'not_found'];

const about = ({ conversationId }: World) => ({ conversationId });
const message = (world: World) => ({ ...about(world), clientId: randomUUID(), text: world.canary });
const reaction = (world: World) => ({
  ...about(world),
  clientId: randomUUID(),
  target: world.messageId,
  change: { kind: 'reacted', emoji: '👍', on: true },
});
const freshChange = async ({ fresh }: World) => ({ conversationId: await fresh(), clientId: randomUUID() });

/** Who may send which event. An event without a row fails the check. */
export const EVENT_POLICY: Readonly<Record<string, EventPolicy>> = {
  'widget message:send': {
    outcomes: theVisitor,
    input: ({ conversationId, canary }) => ({ to: { conversationId }, clientId: randomUUID(), text: canary }),
  },
  'widget message:change': { outcomes: theVisitor, input: reaction },
  'widget conversation:read': { outcomes: theVisitor, input: (world) => ({ ...about(world), seq: 1 }) },
  'widget conversation:catch-up': { outcomes: theVisitor, input: (world) => ({ ...about(world), after: 0 }) },
  'widget conversation:older': { outcomes: theVisitor, input: (world) => ({ ...about(world), before: 9 }) },
  'widget conversation:end': {
    // Ending the one that all others ask about would change what they are told.
    outcomes: ['not_found', 'not_found'],
    input: freshChange,
  },
  'widget resume:offer': { outcomes: theVisitor, input: about },
  'widget resume:accept': {
    outcomes: ['link_invalid', 'link_invalid'],
    input: () => ({
      token: `${'1'.repeat(6)}.${'A'.repeat(22)}.${'A'.repeat(22)}`,
      secret: randomBytes(32).toString('base64url'),
    }),
  },
  'widget contact:update': { outcomes: everyVisitor, input: () => ({}) },
  'widget heads': { outcomes: everyVisitor, input: () => null },
  'widget page:view': {
    outcomes: everyVisitor,
    input: ({ canary }) => ({ url: `https://shop.example/${canary}` }),
  },
  'widget page:context': { outcomes: everyVisitor, input: ({ canary }) => ({ facts: { Order: canary } }) },
  'widget typing': { outcomes: theVisitor, input: (world) => ({ ...about(world), typing: true }) },
  'console conversations:list': { outcomes: everyAgent, input: () => ({}) },
  'console conversations:counts': { outcomes: everyAgent, input: () => null },
  'console conversation:watch': { outcomes: agentsOfTheSite, input: about },
  'console conversation:unwatch': {
    outcomes: agentsOfTheSite,
    input: async ({ fresh }) => ({ conversationId: await fresh() }),
  },
  'console conversation:older': {
    outcomes: agentsOfTheSite,
    input: (world) => ({ ...about(world), before: 9 }),
  },
  'console conversation:read': { outcomes: agentsOfTheSite, input: (world) => ({ ...about(world), seq: 1 }) },
  'console conversation:assign': {
    outcomes: agentsOfTheSite,
    input: async (world) => ({ ...(await freshChange(world)), assigneeId: null, expectedAssigneeId: null }),
  },
  'console conversation:resolve': { outcomes: agentsOfTheSite, input: freshChange },
  'console conversation:reopen': {
    outcomes: ['already_open', 'already_open', 'not_found'],
    input: freshChange,
  },
  'console message:send': { outcomes: agentsOfTheSite, input: message },
  'console message:change': { outcomes: agentsOfTheSite, input: reaction },
  'console message:history': {
    outcomes: agentsOfTheSite,
    input: (world) => ({ ...about(world), target: world.messageId }),
  },
  'console note:add': {
    outcomes: agentsOfTheSite,
    input: (world) => ({ ...message(world), text: world.noteCanary }),
  },
  'console ticket:create': {
    outcomes: agentsOfTheSite,
    input: async (world) => ({ ...(await freshChange(world)), subject: world.canary }),
  },
  'console heads': { outcomes: agentsOfTheSite, input: about },
  'console presence:set': { outcomes: everyAgent, input: () => ({ availability: 'here' }) },
  'console typing': { outcomes: agentsOfTheSite, input: (world) => ({ ...about(world), typing: true }) },
};
