import type { Conversations } from './conversations/index.ts';
import type { Metrics } from './core/metrics.ts';
import type { Bus } from './core/realtime/bus.ts';
import type { Realtime } from './core/realtime/realtime.ts';

interface Measured {
  realtime: Realtime;
  conversations: Conversations;
  bus: Bus;
}

/** What is there to be counted at any moment, read whenever somebody reads the metrics. */
export function measureFeatures(metrics: Metrics, { realtime, conversations, bus }: Measured): void {
  metrics.gauge('connections', 'Sockets that are connected to this node.', 'kind', () => ({
    visitor: realtime.widget.sockets.size,
    agent: realtime.console.sockets.size,
  }));
  metrics.gauge('behind', 'What is committed and not yet in its place.', 'what', () => ({
    conversations: conversations.behind,
  }));
  metrics.gauge('degraded', 'Parts that this node goes on without: 1 while it does.', 'part', () => ({
    bus: Number(bus.isDegraded()),
  }));
  metrics.gauge('bus_canary_seconds', 'How long the last canary was on its way over Redis.', 'way', () => {
    const { canaryDelayMs } = bus.measure();
    return canaryDelayMs === undefined ? {} : { redis: canaryDelayMs / 1_000 };
  });
  metrics.total('bus_faults', 'What went wrong between this node and Redis so far.', 'fault', () => ({
    ...bus.measure().faults,
  }));
}
