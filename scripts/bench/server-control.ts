import { BroadcastChannel } from 'node:worker_threads';
import { Recorder, STORE_RECORDER } from './recorder.ts';
import { readUsage, type Usage } from './server-usage.ts';

/** What the bench asks of a server that it measures. */
export type Question =
  | { kind: 'usage'; collect: boolean }
  /** Turns the server's clock forward, so that its limits do not count what sets the stage. */
  | { kind: 'pass'; milliseconds: number }
  /** Waits until the server has nothing left to do of what was asked of it. */
  | { kind: 'settle' }
  | { kind: 'profile' }
  | { kind: 'stop_profile'; path: string }
  | { kind: 'stop' };

/** What it gets to know. */
export interface ServerReport extends Usage {
  /** Inserts of entries so far, and how many entries they carried. */
  groups: number;
  grouped: number;
  /** Sockets that are open now. */
  sockets: number;
  /** CPU of what several nodes share, where they do. */
  storeMicroseconds?: number;
  redisMicroseconds?: number;
}

/** A server as it shows itself to the bench. */
interface Controlled {
  port: number;
  groups(): { groups: number; grouped: number };
  /** Sockets that are open now. */
  sockets(): number;
  pass(milliseconds: number): void;
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/** Tells the parent process that the server is ready, and answers its questions. */
export function answerQuestions({ port, groups, sockets, pass, settle, stop }: Controlled): void {
  const recorder = new Recorder();
  const toStore = new BroadcastChannel(STORE_RECORDER);
  toStore.unref();
  const answer = async (question: Question): Promise<unknown> => {
    switch (question.kind) {
      case 'usage':
        if (question.collect) globalThis.gc?.();
        return { ...readUsage(), ...groups(), sockets: sockets() } satisfies ServerReport;
      case 'pass':
        return pass(question.milliseconds);
      case 'settle':
        return settle();
      case 'profile':
        toStore.postMessage('start');
        return recorder.start();
      case 'stop_profile':
        toStore.postMessage(question.path.replace(/\.cpuprofile$/, '-store.cpuprofile'));
        return recorder.write(question.path);
      case 'stop':
        await stop();
        return process.exit(0);
    }
  };
  process.on('message', (question: Question) => {
    answer(question).then(
      (value) => process.send?.({ value: value ?? null }),
      (error: unknown) => process.send?.({ error: String(error) }),
    );
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ value: port });
}
