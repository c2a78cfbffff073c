import type { AgentSession } from '../../shared/agents.ts';
import type { AgentActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { newId, newSecret } from '../core/ids.ts';
import { keptSecret } from '../core/secrets.ts';
import { readSessionCookie } from './cookie.ts';
import type { Directory } from './directory.ts';
import type { AgentCollections, SessionDocument } from './model.ts';

/** A session that nobody uses for 30 days is over. */
const LIFETIME_MS = 30 * 24 * 60 * 60 * 1000;
/** The end moves at most this often: not every request should write. */
const SLIDE_EVERY_MS = 5 * 60 * 1000;

/** Where somebody signs in from, as the request says. */
export interface SignInPlace {
  address: string;
  /** In words, such as `Firefox 140, Android`. */
  browser: string;
}

export type SessionsEndedListener = (sessionIds: string[], agentId: string) => void;

/** Who is signed in where. The cookie holds the only copy of a session's secret. */
export class Sessions {
  readonly #core: Core;
  readonly #sessions: AgentCollections['sessions'];
  readonly #directory: Directory;
  readonly #listeners: SessionsEndedListener[] = [];

  constructor(core: Core, { sessions }: AgentCollections, directory: Directory) {
    this.#core = core;
    this.#sessions = sessions;
    this.#directory = directory;
  }

  /** Calls `listener` when sessions have ended, so that what hangs on them ends too. */
  onEnded(listener: SessionsEndedListener): void {
    this.#listeners.push(listener);
  }

  /**
   * Begins a session, always under a new secret: whatever cookie a browser brought along is worth nothing.
   * @returns the secret for the cookie
   */
  async begin(agentId: string, place: SignInPlace): Promise<string> {
    const secret = newSecret();
    const now = this.#core.clock.now();
    await this.#sessions.insertOne({
      _id: this.#kept(secret),
      publicId: newId(),
      agentId,
      browser: place.browser,
      address: place.address,
      createdAt: new Date(now),
      lastSeenAt: new Date(now),
      expiresAt: new Date(now + LIFETIME_MS),
    });
    return secret;
  }

  /** The agent whose session this cookie belongs to; null without one that counts. */
  async actorOf(cookieHeader: string | undefined): Promise<AgentActor | null> {
    const secret = readSessionCookie(cookieHeader, this.#core.config.publicUrl);
    if (secret === null) return null;
    const session = await this.#sessions.findOne({ _id: this.#kept(secret) });
    if (session === null || session.expiresAt.getTime() <= this.#core.clock.now()) return null;
    // Somebody who has just joined on another node is not known here yet.
    if (this.#directory.get(session.agentId) === undefined) await this.#directory.follow();
    const agent = this.#directory.get(session.agentId);
    if (agent === undefined || !agent.active) return null;
    await this.#slide(session);
    return {
      kind: 'agent',
      id: agent.id,
      name: agent.name,
      role: agent.role,
      siteIds: agent.siteIds,
      sessionId: session.publicId,
    };
  }

  /** Where an agent is signed in, the one last seen first. */
  async of(agent: AgentActor): Promise<AgentSession[]> {
    const now = new Date(this.#core.clock.now());
    const found = await this.#sessions
      .find({ agentId: agent.id, expiresAt: { $gt: now } })
      .sort({ lastSeenAt: -1 })
      .toArray();
    return found.map((session) => ({
      id: session.publicId,
      browser: session.browser,
      address: session.address,
      createdAt: session.createdAt.getTime(),
      lastSeenAt: session.lastSeenAt.getTime(),
      current: session.publicId === agent.sessionId,
    }));
  }

  /** Ends one session of an agent; false where there is none. */
  async end(agentId: string, sessionId: string): Promise<boolean> {
    return (await this.#endAll(agentId, (id) => id === sessionId)) > 0;
  }

  /** Ends all sessions of an agent but, where named, one. */
  async endOthers(agentId: string, exceptSessionId: string | null): Promise<void> {
    await this.#endAll(agentId, (id) => id !== exceptSessionId);
  }

  /** Ends the session that a cookie belongs to, whoever's it is. */
  async endByCookie(cookieHeader: string | undefined): Promise<void> {
    const secret = readSessionCookie(cookieHeader, this.#core.config.publicUrl);
    if (secret === null) return;
    const session = await this.#sessions.findOneAndDelete({ _id: this.#kept(secret) });
    if (session !== null) this.#tell([session.publicId], session.agentId);
  }

  /** Tells the end of those sessions that the store does not hold any more. */
  async check(open: { sessionId: string; agentId: string }[]): Promise<void> {
    if (open.length === 0) return;
    const standing = await this.#sessions
      .find({
        agentId: { $in: [...new Set(open.map(({ agentId }) => agentId))] },
        expiresAt: { $gt: new Date(this.#core.clock.now()) },
      })
      .toArray();
    const ids = new Set(standing.map((session) => session.publicId));
    for (const { sessionId, agentId } of open) {
      if (!ids.has(sessionId)) this.#tell([sessionId], agentId);
    }
  }

  async #endAll(agentId: string, which: (sessionId: string) => boolean): Promise<number> {
    const found = await this.#sessions.find({ agentId }).toArray();
    const ended = found.filter((session) => which(session.publicId));
    if (ended.length === 0) return 0;
    await this.#sessions.deleteMany({ _id: { $in: ended.map((session) => session._id) } });
    this.#tell(
      ended.map((session) => session.publicId),
      agentId,
    );
    return ended.length;
  }

  async #slide(session: SessionDocument): Promise<void> {
    const now = this.#core.clock.now();
    if (now - session.lastSeenAt.getTime() < SLIDE_EVERY_MS) return;
    const moved = { lastSeenAt: new Date(now), expiresAt: new Date(now + LIFETIME_MS) };
    await this.#sessions.updateOne({ _id: session._id }, { $set: moved }).catch((error) => {
      // Whoever asks is signed in all the same; the next request tries again.
      this.#core.log.warn({ err: error }, 'A session could not be prolonged.');
    });
  }

  #tell(sessionIds: string[], agentId: string): void {
    for (const listener of this.#listeners) listener(sessionIds, agentId);
  }

  #kept(secret: string): string {
    return keptSecret(this.#core.config.secretKey, 'session', secret);
  }
}
