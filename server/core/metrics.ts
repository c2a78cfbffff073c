import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Bounds of durations, in seconds: from a message stored at once to a store that hangs. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Bounds of delays that people notice late: side effects, a node that is behind. */
const LAG_SECONDS = [0.1, 0.5, 1, 2.5, 5, 10, 15, 30, 60, 300, 1_800];
const COUNTS = [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 10_000];

/** What belongs to the process, not to a server in it: measured once, however many servers there are. */
let processMetrics: Registry | null = null;

function metricsOfProcess(): Registry {
  if (processMetrics === null) {
    processMetrics = new Registry();
    collectDefaultMetrics({ register: processMetrics });
  }
  return processMetrics;
}

/**
 * Everything that `/metrics` tells, by name. What happens with every message is counted in plain numbers and turned
 * into metrics only when somebody reads them.
 */
export class Metrics {
  readonly #registry = new Registry();
  readonly #events = new Map<string, Map<string, number>>();

  /** From the decision to the durable commit, of entries that were appended. */
  readonly appendSeconds = this.#histogram(
    'append_seconds',
    'From the request to the durable commit.',
    [],
    SECONDS,
  );
  readonly appendConflicts = this.#counter(
    'append_conflicts_total',
    'Entries that lost the race for a number.',
  );
  readonly appendUnknown = this.#counter(
    'append_unknown_total',
    'Inserts of which the store did not say what became.',
  );
  readonly appendRepeated = this.#counter(
    'append_repeated_total',
    'Repetitions answered with the first entry.',
  );
  readonly insertEntries = this.#histogram('insert_entries', 'Entries in one durable insert.', [], COUNTS);
  readonly storeSeconds = this.#histogram('store_seconds', 'Answers of the store.', ['operation'], SECONDS);
  readonly requestSeconds = this.#histogram(
    'request_seconds',
    'Answers of the API.',
    ['method', 'route', 'status'],
    SECONDS,
  );
  readonly outboxWaiting = this.#histogram(
    'outbox_waiting',
    'What a client had waiting when it connected.',
    ['kind'],
    COUNTS,
  );
  readonly catchUpEntries = this.#histogram(
    'catch_up_entries',
    'Entries handed out in one catch-up.',
    ['side', 'kind'],
    COUNTS,
  );
  readonly jobLagSeconds = this.#histogram(
    'job_lag_seconds',
    'From when a side effect was due to when it began.',
    ['handler'],
    LAG_SECONDS,
  );
  readonly jobs = this.#counter('jobs_total', 'Side effects that ended.', ['handler', 'outcome']);

  constructor() {
    const events = this.#events;
    new Counter({
      name: 'parley_events_total',
      help: 'Events from sockets, by their answer.',
      labelNames: ['event', 'outcome'],
      registers: [this.#registry],
      collect() {
        this.reset();
        for (const [event, outcomes] of events)
          for (const [outcome, times] of outcomes) this.inc({ event, outcome }, times);
      },
    });
  }

  /**
   * Counts an event that was answered.
   * @param event one that the server knows: names from outside would fill the memory
   * @param outcome `ok`, or the code of the refusal
   */
  event(event: string, outcome: string): void {
    let outcomes = this.#events.get(event);
    if (outcomes === undefined) {
      outcomes = new Map();
      this.#events.set(event, outcomes);
    }
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }

  /** Shows something that is there anyway, whenever somebody reads. `read` gives a value for each label. */
  gauge(name: string, help: string, label: string, read: () => Readonly<Record<string, number>>): void {
    new Gauge({
      name: `parley_${name}`,
      help,
      labelNames: [label],
      registers: [this.#registry],
      collect() {
        this.reset();
        for (const [value, number] of Object.entries(read())) this.set({ [label]: value }, number);
      },
    });
  }

  /** The same for what only grows. */
  total(name: string, help: string, label: string, read: () => Readonly<Record<string, number>>): void {
    new Counter({
      name: `parley_${name}_total`,
      help,
      labelNames: [label],
      registers: [this.#registry],
      collect() {
        this.reset();
        for (const [value, number] of Object.entries(read())) this.inc({ [label]: value }, number);
      },
    });
  }

  /** All of it as Prometheus reads it. */
  async text(): Promise<{ mediaType: string; text: string }> {
    const all = Registry.merge([this.#registry, metricsOfProcess()]);
    return { mediaType: all.contentType, text: await all.metrics() };
  }

  #histogram(name: string, help: string, labelNames: string[], buckets: number[]): Histogram {
    return new Histogram({ name: `parley_${name}`, help, labelNames, buckets, registers: [this.#registry] });
  }

  #counter(name: string, help: string, labelNames: string[] = []): Counter {
    return new Counter({ name: `parley_${name}`, help, labelNames, registers: [this.#registry] });
  }
}
