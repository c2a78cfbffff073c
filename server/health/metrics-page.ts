import { answer, type Page } from '../core/http/route.ts';
import type { Metrics } from '../core/metrics.ts';
import { Refused } from '../core/refused.ts';

/**
 * `/metrics`: for Prometheus, with a token; without one for programs on this machine alone.
 * @param mayRead whether a token lets its bearer read them
 */
export function metricsPage(metrics: Metrics, mayRead: (bearer: string) => Promise<boolean>): Page {
  return {
    path: '/metrics',
    async answer({ fromThisMachine, bearer }) {
      if (bearer === null ? !fromThisMachine : !(await mayRead(bearer))) {
        throw new Refused('not_signed_in', {
          message:
            'Metrics are read with a token that has the scope metrics:read, or on this machine itself.',
        });
      }
      const { mediaType, text } = await metrics.text();
      return answer({ bytes: text, headers: { 'Content-Type': mediaType, 'Cache-Control': 'no-store' } });
    },
  };
}
