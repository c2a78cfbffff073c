import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../server/core/clock.ts';
import { type RunningStore, startStore } from '../../server/core/db/embedded/start-store.ts';
import { logCollections } from '../../server/conversations/model.ts';
import type { Ack } from '../../shared/errors.ts';
import type { Appended } from '../../shared/messages.ts';
import { connectConsole, connectVisitor, say } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

const LONG = { timeoutMs: 30_000 };
const silent = { error: () => undefined, warn: () => undefined, info: () => undefined };
