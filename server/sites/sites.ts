import { randomInt } from 'node:crypto';
import type { ErrorCode } from '../../shared/errors.ts';
import {
  type ChangeSite,
  DEFAULT_SITE,
  type Site,
  type SiteLogo,
  type WidgetSite,
} from '../../shared/sites.ts';
import type { Core } from '../core/core.ts';
import { isDuplicateKey } from '../core/db/duplicate-key.ts';
import type { Answer, Route } from '../core/http/route.ts';
import { newId } from '../core/ids.ts';
import { Refreshed } from '../core/refreshed.ts';
import { Refused } from '../core/refused.ts';
import { SmallPictures } from '../core/small-pictures.ts';
import { isListedOrigin } from './embedding.ts';
import { keepLogo, LOGOS } from './logo.ts';
import { fromSiteDocument, type SiteDocument, siteCollection } from './model.ts';
import { presentWidgetSite } from './present.ts';
import { siteRoutes } from './routes.ts';

const KEY_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const KEY_LENGTH = 12;

/** The sites of this deployment: asked from memory, changed in the store. */
export class Sites {
  readonly routes: Route[];
  readonly #core: Core;
  readonly #collection: ReturnType<typeof siteCollection>;
  readonly #logos: SmallPictures;
  readonly #refreshed: Refreshed<Site>;

  constructor(core: Core) {
    this.#core = core;
    this.#collection = siteCollection(core.db);
    this.#logos = new SmallPictures(core, LOGOS);
    const read = async () => {
      const documents = await this.#collection.find({}).sort({ createdAt: 1, _id: 1 }).toArray();
      return documents.map(fromSiteDocument);
    };
    this.#refreshed = new Refreshed(read, core.clock, core.log);
    this.routes = siteRoutes(this, core);
  }

  /** Reads the sites and keeps up with what other nodes change. */
  start(): Promise<void> {
    return this.#refreshed.start();
  }

  stop(): void {
    this.#refreshed.stop();
  }

  /** Calls `listener` with each site that is new or different. */
  onChanged(listener: (site: Site) => void): void {
    this.#refreshed.onChanged(listener);
  }

  /** Calls `listener` after every change of this node. */
  onOwnChange(listener: () => void): void {
    this.#refreshed.onOwnChange(listener);
  }

  /** Reads what another node has changed. */
  follow(): Promise<void> {
    return this.#refreshed.follow();
  }

  /** Every site, the oldest first. */
  all(): Site[] {
    return [...this.#refreshed.items.values()];
  }

  get(id: string): Site | undefined {
    return this.#refreshed.items.get(id);
  }

  /** A site as its visitors may know it. */
  forWidget(site: Site): WidgetSite {
    return presentWidgetSite(site, this.#core.config.publicUrl);
  }

  /** @param key as in the snippet */
  byKey(key: string): Site | undefined {
    return this.all().find((site) => site.key === key);
  }

  /**
   * Whether a page may carry a site's chat.
   * @param origin undefined where the browser sends none, which it does only for a page's own address
   */
  mayEmbed(site: Site, origin: string | undefined): boolean {
    if (origin === undefined || this.#core.config.ownOrigins.includes(origin)) return true;
    return isListedOrigin(site.origins, origin);
  }

  /**
   * The site whose chat a page carries. What is refused says to the page's developer how that is mended.
   * @throws Refused `unknown_site`, `origin_not_allowed`, `site_off`
   */
  requireOpen(key: string, origin: string | null): Site {
    const site = this.byKey(key);
    if (site === undefined) throw this.#closed('unknown_site', 'Copy the snippet again');
    if (!this.mayEmbed(site, origin ?? undefined)) {
      throw this.#closed('origin_not_allowed', `Add ${origin} to the origins`);
    }
    if (!site.enabled) throw this.#closed('site_off', 'Switch the site on');
    return site;
  }

  /**
   * Makes a site with everything but its name as it comes.
   * @param id makes the same site when it is asked for again
   * @throws Refused `client_id_reused` where there is a site with this id and another name
   */
  async create(name: string, id = newId()): Promise<Site> {
    const site = {
      ...DEFAULT_SITE,
      _id: id,
      key: newKey(),
      name,
      createdAt: new Date(this.#core.clock.now()),
    };
    try {
      await this.#collection.insertOne(site);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      const before = await this.#fresh(id);
      if (before.name !== name) throw new Refused('client_id_reused');
    }
    return this.#fresh(id);
  }

  /**
   * Changes what is named and leaves the rest.
   * @throws Refused `not_found`
   */
  async change(id: string, changes: ChangeSite): Promise<Site> {
    if (Object.keys(changes).length > 0) await this.#set(id, changes as Partial<SiteDocument>);
    return this.#fresh(id);
  }

  /**
   * Gives a site a logo, made anew from the pixels of what was sent.
   * @throws Refused `not_found`, `unsupported_type`, `busy`
   */
  async setLogo(id: string, sent: Buffer): Promise<Site> {
    if (this.get(id) === undefined) throw new Refused('not_found');
    return this.#changeLogo(id, await keepLogo(this.#logos, id, sent));
  }

  /** @throws Refused `not_found` */
  removeLogo(id: string): Promise<Site> {
    return this.#changeLogo(id, null);
  }

  /**
   * The logo of the site with this key, as WebP.
   * @throws Refused `not_found`, also for a version that is not today's
   */
  async serveLogo(key: string, version: string): Promise<Answer> {
    const site = this.byKey(key);
    if (site === undefined) throw new Refused('not_found');
    return this.#logos.serve(site.id, version);
  }

  async #changeLogo(id: string, logo: SiteLogo | null): Promise<Site> {
    const before = await this.#collection.findOneAndUpdate({ _id: id }, { $set: { logo } });
    if (before === null) throw new Refused('not_found');
    await this.#logos.drop(id, before.logo?.version);
    return this.#fresh(id);
  }

  async #set(id: string, fields: Partial<SiteDocument>): Promise<void> {
    const { matchedCount } = await this.#collection.updateOne({ _id: id }, { $set: fields });
    if (matchedCount === 0) throw new Refused('not_found');
  }

  async #fresh(id: string): Promise<Site> {
    await this.#refreshed.reload();
    const site = this.get(id);
    if (site === undefined) throw new Refused('not_found');
    return site;
  }

  #closed(code: ErrorCode, mend: string): Refused {
    return new Refused(code, { message: `${mend} in ${this.#core.config.publicUrl}/console/settings.` });
  }
}

function newKey(): string {
  const letters = Array.from({ length: KEY_LENGTH }, () => KEY_LETTERS[randomInt(KEY_LETTERS.length)]);
  return `site_${letters.join('')}`;
}
