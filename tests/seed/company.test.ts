import { describe, expect, it } from 'vitest';
import { Company } from '../../scripts/seed/company.ts';
import { Random } from '../../scripts/seed/random.ts';
import { isOpen, openingTimes } from '../../scripts/seed/rhythm.ts';
import type { AgentActor } from '../../server/core/actor.ts';
import { DEFAULT_SITE, type Site } from '../../shared/sites.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const NOW = Date.UTC(2026, 0, 7, 15);
const SITE: Site = {
  ...DEFAULT_SITE,
  id: 'site',
  key: 'site_abcdefghijkl',
  name: 'Shop',
  createdAt: 0,
  logo: null,
};
const THREADS = [{ subject: 'A lamp', mails: [['Where is it?', 'It was due.'], ['On its way.']] }];

function agent(id: string, siteIds: string[] | null): AgentActor {
  return { kind: 'agent', id, name: id, role: 'agent', siteIds, sessionId: 'seed' };
}

function companyOf(agents: AgentActor[]): Company {
  const random = new Random('company');
  return new Company({ sites: [SITE], agents, threads: THREADS, random, now: NOW });
}

describe('Company', () => {
  it('lets nothing happen after the present', () => {
    const company = companyOf([agent('ada', null)]);
    const made = Array.from({ length: 300 }, (_, index) => company.converse(NOW - index * 60_000));
    const entries = made.flatMap(({ recording }) => recording.entries);
    expect(entries.filter(({ at }) => at > NOW)).toEqual([]);
    expect(entries.some(({ author }) => author.kind === 'agent')).toBe(true);
    expect(made.some(({ recording }) => recording.conversation.waitingSince !== null)).toBe(true);
  });

  it('lets only those answer who answer for the site', () => {
    const company = companyOf([agent('ada', ['another site'])]);
    const made = Array.from({ length: 50 }, () => company.converse(NOW - 20 * DAY_MS));
    const authors = made.flatMap(({ recording }) => recording.entries).map(({ author }) => author.kind);
    expect(new Set(authors)).not.toContain('agent');
  });

  it('lets people come back once what they wrote before is over', () => {
    const company = companyOf([agent('ada', null)]);
    const made = Array.from({ length: 400 }, (_, index) =>
      company.converse(NOW - (400 - index) * 0.5 * DAY_MS),
    );
    const byId = new Map(made.map(({ recording }) => [recording.opened.id, recording]));
    const followUps = made.filter(({ recording }) => recording.opened.predecessorId !== null);
    expect(followUps.length).toBeGreaterThan(20);
    expect(new Set(followUps.map(({ recording }) => recording.opened.predecessorId)).size).toBe(
      followUps.length,
    );
    for (const { recording, newContact } of followUps) {
      const before = byId.get(recording.opened.predecessorId ?? '');
      expect(before?.conversation.status).toBe('resolved');
      expect(before?.conversation.lastAt).toBeLessThanOrEqual(recording.opened.openedAt);
      expect(before?.opened.contactId).toBe(recording.opened.contactId);
      expect(newContact).toBeNull();
    }
  });
});

describe('openingTimes', () => {
  it('gives as many as asked, ascending, most of them while agents are at work', () => {
    const times = openingTimes(2_000, NOW, new Random('times'));
    expect(times).toHaveLength(2_000);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.filter(isOpen).length / times.length).toBeGreaterThan(0.5);
    expect(times.every((at) => at <= NOW && at > NOW - 365 * DAY_MS)).toBe(true);
  });
});
