import { beforeEach, describe, expect, it } from 'vitest';
import { Presence, type PresenceNews } from '../../server/presence/presence.ts';
import { TurnedClock } from '../support/turned-clock.ts';

const NODE = 'another node';
const ana = { id: 'ana', name: 'Ana Souza', siteIds: null, active: true, pictureUrl: null };

function news(agents: string[], contacts: string[] = [], whole = true): PresenceNews {
  return { whole, agents: { here: agents, gone: [] }, contacts: { here: contacts, gone: [] } };
}

describe('presence over nodes', () => {
  let clock: TurnedClock;
  let presence: Presence;
  let told: PresenceNews[];
  let contactsMoved: string[];
  let agentsMoved: number;

  beforeEach(() => {
    clock = new TurnedClock();
    const agents = () => new Map([['ana', { ...ana, availability: 'here' as const }]]);
    presence = new Presence(clock, agents, () => undefined);
    told = [];
    contactsMoved = [];
    agentsMoved = 0;
    presence.onNews((each) => told.push(structuredClone(each)));
    presence.onContactChanged((id) => contactsMoved.push(id));
    presence.onAgentsChanged(() => agentsMoved++);
    presence.start();
  });

  it('tells everybody who is here every 10 s, and changes at once together', () => {
    presence.agentConnected('ana');
    presence.contactConnected('one');
    presence.contactConnected('two');
    presence.contactDisconnected('two');
    clock.turn(50);
    expect(told).toEqual([
      { whole: false, agents: { here: ['ana'], gone: [] }, contacts: { here: ['one'], gone: ['two'] } },
    ]);
    clock.turn(9_950);
    expect(told.at(-1)).toEqual(news(['ana'], ['one']));
  });

  it('forgets a node that tells nothing for 25 s, and nobody before', () => {
    presence.heard(NODE, news(['ana'], ['one']));
    clock.turn(24_999);
    presence.heard(NODE, news([], [], false));
    clock.turn(24_999);
    expect([presence.stateOf('ana'), presence.isContactOnline('one')]).toEqual(['here', true]);
    clock.turn(1);
    expect([presence.stateOf('ana'), presence.isContactOnline('one')]).toEqual(['offline', false]);
    expect([agentsMoved, contactsMoved]).toEqual([2, ['one', 'one']]);
    clock.turn(60_000);
    expect(agentsMoved).toBe(2);
  });

  it('counts somebody at two nodes once, here or there', () => {
    presence.agentConnected('ana');
    presence.heard(NODE, news(['ana']));
    expect(presence.states()).toEqual({ ana: 'here' });
    presence.agentDisconnected('ana');
    clock.turn(5_000);
    expect([presence.stateOf('ana'), agentsMoved]).toEqual(['here', 1]);
    presence.heard(NODE, news([]));
    expect([presence.stateOf('ana'), agentsMoved]).toEqual(['offline', 2]);
  });

  it('tells open chats when business hours end and begin, once, and nothing while somebody is here', () => {
    const HOUR_MS = 60 * 60_000;
    // A Monday, at nine in the morning.
    clock = new TurnedClock(Date.UTC(2026, 0, 5, 9));
    presence = new Presence(
      clock,
      () => new Map([['ana', { ...ana, availability: 'here' as const }]]),
      () => ({
        hours: { timezone: 'UTC', spans: [{ day: 'monday', from: '08:00', to: '10:00' }] },
        specialDays: [],
      }),
    );
    const says = () => presence.forVisitors('bakery').backAt;
    const told: (number | undefined)[] = [];
    presence.onHoursTurned(() => told.push(says()));
    presence.start();
    const pass = (milliseconds: number) => {
      clock.turn(milliseconds);
      clock.turn(10_000);
    };
    expect(says()).toBeUndefined();
    pass(HOUR_MS / 2);
    expect(told).toEqual([]);
    pass(HOUR_MS / 2);
    pass(HOUR_MS);
    expect(told).toEqual([Date.UTC(2026, 0, 12, 8)]);
    pass(7 * 24 * HOUR_MS - 2 * HOUR_MS);
    expect(told.slice(1)).toEqual([undefined]);
    presence.agentConnected('ana');
    pass(2 * HOUR_MS);
    expect(told).toHaveLength(2);
  });

  it('keeps the people of a node that ends until they had time to come back', () => {
    presence.heard(NODE, news(['ana']));
    presence.heardLeaving(NODE);
    clock.turn(10_999);
    expect(presence.stateOf('ana')).toBe('here');
    clock.turn(1);
    expect(presence.stateOf('ana')).toBe('offline');
  });
});
