import { writeFileSync } from 'node:fs';
import { type Profiler, Session } from 'node:inspector/promises';

/** Tells the store's thread `start`, or the path that its profile is to be written to. */
export const STORE_RECORDER = 'bench: record the store';
const SAMPLE_EVERY_MICROSECONDS = 200;

/** Records where the thread that it is made in spends its time. */
export class Recorder {
  readonly #session = new Session();

  async start(): Promise<void> {
    this.#session.connect();
    await this.#session.post('Profiler.enable');
    await this.#session.post('Profiler.setSamplingInterval', { interval: SAMPLE_EVERY_MICROSECONDS });
    await this.#session.post('Profiler.start');
  }

  /** Ends the recording and writes it to a `.cpuprofile`. */
  async write(path: string): Promise<void> {
    const { profile } = (await this.#session.post('Profiler.stop')) as { profile: Profiler.Profile };
    this.#session.disconnect();
    writeFileSync(path, JSON.stringify(profile));
  }
}
