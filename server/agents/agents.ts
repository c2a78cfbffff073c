import type { Agent, AgentPresence, Availability } from '../../shared/agents.ts';
import type { AgentActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import type { Route } from '../core/http/route.ts';
import { KeyedQueue } from '../core/keyed-queue.ts';
import { Refused } from '../core/refused.ts';
import { SmallPictures } from '../core/small-pictures.ts';
import { changeProfile } from './change-profile.ts';
import { Directory, type DirectoryAgent } from './directory.ts';
import { Links } from './links.ts';
import { agentCollections } from './model.ts';
import type { AgentDeps, AgentParts } from './parts.ts';
import { Passwords } from './passwords.ts';
import { peopleRoutes } from './people-routes.ts';
import { AGENT_PICTURES } from './picture.ts';
import { presentAgent } from './present.ts';
import { profileRoutes } from './profile-routes.ts';
import { rescueLink } from './reset-password.ts';
import { sessionRoutes } from './session-routes.ts';
import { Sessions, type SessionsEndedListener } from './sessions.ts';
import { setUpBySettings, setUpPath } from './set-up.ts';
import { SignInLimits } from './sign-in.ts';

/** How often the sessions behind open sockets are looked up: an end that nobody could tell is found out by then. */
const CHECK_SESSIONS_MS = 30_000;

type RightsListener = (agent: { id: string; active: boolean }) => void;

/** The people who answer, as the rest of the server knows them. */
export class Agents {
  readonly routes: Route[];
  readonly #parts: AgentParts;
  #stopChecking: () => void = () => undefined;
  readonly #rightsListeners: RightsListener[] = [];
  readonly #core: Core;

  constructor(core: Core, deps: AgentDeps) {
    const collections = agentCollections(core.db);
    const directory = new Directory(core, collections);
    this.#parts = {
      ...deps,
      core,
      collections,
      directory,
      passwords: new Passwords(),
      sessions: new Sessions(core, collections, directory),
      links: new Links(core, collections),
      pictures: new SmallPictures(core, AGENT_PICTURES),
      queue: new KeyedQueue(),
    };
    this.#core = core;
    directory.onChanged((agent, before) => {
      if (before === undefined || rightsOf(agent) === rightsOf(before)) return;
      for (const listener of this.#rightsListeners) listener(agent);
    });
    const limits = new SignInLimits(deps.sharedLimit);
    const present = (agentId: string) => this.#presentOne(agentId);
    this.routes = [
      ...sessionRoutes({ parts: this.#parts, limits, present }),
      ...profileRoutes({ parts: this.#parts, limits, present }),
      ...peopleRoutes({ parts: this.#parts, present, presentAll: () => this.present(deps.presenceOf) }),
    ];
  }

  /** Makes the first admin where the settings name one, reads who there is, and keeps up with other nodes. */
  async start(): Promise<void> {
    await setUpBySettings(this.#parts);
    await this.#parts.directory.start();
  }

  stop(): void {
    this.#stopChecking();
    this.#parts.directory.stop();
  }

  /**
   * Asks the store from time to time whether the sessions of open sockets still stand, so that they end even where
   * nobody could tell; those that do not are ended as if they had been told.
   * @param open the sessions of this node's sockets, with whose they are
   */
  checkSessions(open: () => { sessionId: string; agentId: string }[]): void {
    this.#stopChecking = this.#core.clock.every(CHECK_SESSIONS_MS, () => {
      this.#parts.sessions.check(open()).catch((error: unknown) => {
        this.#core.log.warn({ err: error }, 'Open sessions could not be looked up.');
      });
    });
  }

  /** Calls `listener` after every change of this node. */
  onOwnChange(listener: () => void): void {
    this.#parts.directory.onOwnChange(listener);
  }

  /** Reads what another node has changed. */
  follow(): Promise<void> {
    return this.#parts.directory.follow();
  }

  /** The agent behind a request's `Cookie` header; null where nobody is signed in. */
  bySession(cookieHeader: string | undefined): Promise<AgentActor | null> {
    return this.#parts.sessions.actorOf(cookieHeader);
  }

  get(id: string): DirectoryAgent | undefined {
    return this.#parts.directory.get(id);
  }

  /** Whether somebody is an agent who answers for this site. */
  answersFor(agentId: string, siteId: string): boolean {
    const agent = this.get(agentId);
    return agent?.active === true && (agent.siteIds === null || agent.siteIds.includes(siteId));
  }

  /** Everybody who is or was an agent, by id. */
  directory(): Map<string, DirectoryAgent> {
    return this.#parts.directory.all();
  }

  /** Everybody as colleagues see them. */
  present(presenceOf: (agentId: string) => AgentPresence): Agent[] {
    return [...this.directory().values()].map((agent) => presentAgent(agent, presenceOf(agent.id)));
  }

  /** Calls `listener` with each agent who is new or different. */
  onChanged(listener: (agent: { id: string; active: boolean }) => void): void {
    this.#parts.directory.onChanged(listener);
  }

  /** Calls `listener` when sessions have ended: their sockets have to go. */
  onSessionsEnded(listener: SessionsEndedListener): void {
    this.#parts.sessions.onEnded(listener);
  }

  /** Calls `listener` when an agent may do more or less, whichever node changed it: what was decided for their sockets no longer holds. */
  onRightsChanged(listener: RightsListener): void {
    this.#rightsListeners.push(listener);
  }

  setAvailability(id: string, availability: Availability): Promise<void> {
    return changeProfile(this.#parts, id, { availability });
  }

  /** The path of a new link to the set-up page, the only one that works; null where the server is set up. */
  setUpPath(): Promise<string | null> {
    return setUpPath(this.#parts);
  }

  /**
   * A one-time link by which an admin who is locked out sets a new password.
   * @throws Refused
   */
  rescueLink(email: string): Promise<string> {
    return rescueLink(this.#parts, email);
  }

  #presentOne(agentId: string): Agent {
    const agent = this.get(agentId);
    if (agent === undefined) throw new Refused('not_found');
    return presentAgent(agent, this.#parts.presenceOf(agentId));
  }
}

/** What somebody may do, in one word to compare. */
function rightsOf({ role, siteIds, active }: Pick<DirectoryAgent, 'role' | 'siteIds' | 'active'>): string {
  return JSON.stringify([role, siteIds, active]);
}
