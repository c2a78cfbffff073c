import { describe, expect, it } from 'vitest';
import { ConversationList } from '../../console/conversations/conversation-list.ts';
import { KnownConversations } from '../../console/conversations/known-conversations.ts';
import type { ConversationSummary, ListConversations } from '../../shared/conversations.ts';
import type { Ack } from '../../shared/errors.ts';
import type { Page } from '../../shared/paging.ts';
import { ME, START, waiting } from './builders.ts';

/** A server with so many waiting conversations; cursors are positions. */
function setUp(count: number) {
  const all = Array.from({ length: count }, (_, index) => waiting(`c${index}`, 1_000 - index));
  const asked: ListConversations[] = [];
  let broken = false;
  let time = START;
  let answerHeld: (() => void) | null = null;
  let holding = false;
  const known = new KnownConversations(() => time);
  const list = new ConversationList('open', 'newest', {
    known,
    agentId: () => ME,
    now: () => time,
    async ask(query): Promise<Ack<Page<ConversationSummary>>> {
      asked.push(query);
      if (broken) return { ok: false, error: { code: 'unavailable', message: 'away' } };
      const from = Number(query.cursor ?? 0);
      const to = from + Number(query.limit ?? 30);
      const page = { items: all.slice(from, to), nextCursor: to < all.length ? String(to) : null };
      // Pages further down are slow where a test wants them to be: it lets their answer through.
      if (from > 0) {
        await new Promise<void>((resolve) => {
          answerHeld = resolve;
          setImmediate(() => {
            if (!holding) resolve();
          });
        });
      }
      return { ok: true, value: page };
    },
  });
  return {
    list,
    all,
    known,
    asked,
    ids: () => list.items.value.map(({ id }) => id),
    /** Holds the answer that is on its way back until what comes out is called. */
    held: () => {
      holding = true;
      return () => answerHeld?.();
    },
    breaks: (is: boolean) => {
      broken = is;
    },
    passes: (ms: number) => {
      time += ms;
    },
  };
}

describe('a list of conversations', () => {
  it('loads page by page until it is complete', async () => {
    const { list, ids, asked } = setUp(70);
    await list.refresh();
    expect(ids()).toHaveLength(30);
    await list.loadMore();
    await list.loadMore();
    await list.loadMore();
    expect(ids()).toHaveLength(70);
    expect(asked).toHaveLength(3);
    expect(new Set(ids()).size).toBe(70);
  });

  it('shows what comes live in its place, and what lies below the loaded part not yet', async () => {
    const { list, ids, known } = setUp(70);
    await list.refresh();
    known.take([waiting('new', 2_000), waiting('deep', 1)]);
    expect(ids()[0]).toBe('new');
    expect(ids()).toHaveLength(31);
  });

  it('asks again for all that was loaded, and drops what is gone', async () => {
    const { list, all, ids, passes } = setUp(70);
    await list.refresh();
    await list.loadMore();
    all.splice(5, 1);
    passes(60_000);
    await list.refresh();
    expect(ids()).toHaveLength(60);
    expect(ids()).not.toContain('c5');
  });

  it('lets a refresh that came in between have the last word', async () => {
    const { list, all, held } = setUp(70);
    await list.refresh();
    const more = list.loadMore();
    const answer = held();
    all.splice(10);
    await list.refresh();
    answer();
    await more;
    expect(list.state.value).toMatchObject({ kind: 'ready', cursor: null });
  });

  it('keeps what is shown when a refresh fails, and says so where nothing is', async () => {
    const { list, ids, breaks } = setUp(10);
    breaks(true);
    await list.refresh();
    expect(list.state.value).toMatchObject({ kind: 'failed', refusal: { code: 'unavailable' } });
    breaks(false);
    await list.refresh();
    breaks(true);
    await list.refresh();
    expect(list.state.value.kind).toBe('ready');
    expect(ids()).toHaveLength(10);
  });

  it('says where the next page failed, and goes on from there', async () => {
    const { list, ids, breaks } = setUp(40);
    await list.refresh();
    breaks(true);
    await list.loadMore();
    expect(list.state.value).toMatchObject({ kind: 'ready', more: { kind: 'failed' } });
    breaks(false);
    await list.loadMore();
    expect(ids()).toHaveLength(40);
  });
});
