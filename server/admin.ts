import { Email } from '../shared/contacts.ts';
import { askRescueDoor, createAgents } from './agents/index.ts';
import { askedOption, complain, EXIT_USAGE, EXIT_WRONG_CONFIG } from './command-line.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { systemClock } from './core/clock.ts';
import type { Core } from './core/core.ts';
import { prepareStore } from './core/db/prepare-store.ts';
import { RateLimit } from './core/http/rate-limit.ts';
import { createLog } from './core/log.ts';
import { Refused } from './core/refused.ts';
import { openStore } from './open-store.ts';
import { createSites } from './sites/index.ts';

const USAGE = 'Usage: npm run admin -- --email you@example.com';

process.exitCode = await main();

/**
 * `npm run admin -- --email E`: prints a one-time link to set a new password, for an admin who is locked out.
 * Nothing is sent anywhere: whoever may run this could read the store as well.
 * @returns the exit code
 */
async function main(): Promise<number> {
  const email = askedEmail();
  if (email === null) return complain([USAGE], EXIT_USAGE);
  try {
    const config = readConfig();
    const running = config.mongodbUrl === null ? await askRescueDoor(config.dataDir, email) : null;
    const link = running ?? (await linkFromStore(config, email));
    process.stdout.write(`For ${email}, once, within 24 hours:\n${link}\n`);
    return 0;
  } catch (error) {
    if (error instanceof ConfigError) return complain(error.faults, EXIT_WRONG_CONFIG);
    if (error instanceof Refused) return complain([error.message], 1);
    const reason = error instanceof Error ? error.message : String(error);
    return complain(
      [reason, 'If the server is running under another user, stop it first and run this again.'],
      1,
    );
  }
}

function askedEmail(): string | null {
  return Email.safeParse(askedOption('email')).data ?? null;
}

/** No server runs: the store is free. */
async function linkFromStore(config: Config, email: string): Promise<string> {
  const log = createLog('warn', process.stderr.isTTY === true);
  const store = await openStore(config, log);
  try {
    const core: Core = { config, db: store.db, clock: systemClock, log };
    const sites = createSites(core);
    const agents = createAgents(core, {
      sites,
      presenceOf: () => 'offline',
      sharedLimit: (_name, rule) => new RateLimit(rule),
    });
    await prepareStore(core);
    return await agents.rescueLink(email);
  } finally {
    await store.close();
  }
}
