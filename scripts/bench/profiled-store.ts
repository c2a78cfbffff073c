import { BroadcastChannel } from 'node:worker_threads';
import { Recorder, STORE_RECORDER } from './recorder.ts';
import '../../server/core/db/embedded/worker.ts';

/** The store's thread as it is, with a recorder beside it. */
const recorder = new Recorder();
const channel = new BroadcastChannel(STORE_RECORDER);
channel.unref();
channel.onmessage = (event: unknown) => {
  const { data } = event as { data: string };
  void (data === 'start' ? recorder.start() : recorder.write(data));
};
