import type { Core } from '../core/core.ts';
import { answer, type Page } from '../core/http/route.ts';

export { metricsPage } from './metrics-page.ts';

/** A store that has not answered a ping by then counts as away. */
const PING_TIMEOUT_MS = 2_000;

export interface Health {
  pages: Page[];
  /** From now on the server says that it takes nothing new. */
  drain(): void;
}

/**
 * `/healthz`: the process is alive. `/readyz`: it can do its work, so a proxy may send people here.
 * @param isBusDegraded whether other nodes cannot be told anything
 */
export function createHealth(
  core: Pick<Core, 'db' | 'clock' | 'log'>,
  isBusDegraded: () => boolean = () => false,
): Health {
  let draining = false;
  return {
    drain() {
      draining = true;
    },
    pages: [
      { path: '/healthz', answer: () => answer({ body: { status: 'ok' } }) },
      {
        path: '/readyz',
        async answer() {
          if (draining) return answer({ status: 503, body: { status: 'draining', degraded: [] } });
          // Without Redis a node still serves its own people: a proxy must not take all nodes out at once.
          const degraded = isBusDegraded() ? ['bus'] : [];
          if (await answersPing(core)) return answer({ body: { status: 'ready', degraded } });
          return answer({ status: 503, body: { status: 'unavailable', degraded: ['store', ...degraded] } });
        },
      },
    ],
  };
}

async function answersPing({ db, clock, log }: Pick<Core, 'db' | 'clock' | 'log'>): Promise<boolean> {
  let cancel: () => void = () => undefined;
  const late = new Promise<boolean>((resolve) => {
    cancel = clock.after(PING_TIMEOUT_MS, () => resolve(false));
  });
  const ping = Promise.resolve(db.db?.command({ ping: 1 })).then(
    (reply) => reply?.ok === 1,
    (error) => {
      log.debug({ err: error }, 'The store did not answer a ping.');
      return false;
    },
  );
  const answered = await Promise.race([ping, late]);
  cancel();
  return answered;
}
