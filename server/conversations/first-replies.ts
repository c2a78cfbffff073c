import type { LogCollections } from './model.ts';

/** How one conversation began. */
export interface FirstWait {
  /** Milliseconds since 1970. */
  openedAt: number;
  /** When an agent answered; null where nobody has yet. */
  repliedAt: number | null;
}

/**
 * The newest conversations of a site that tell how long a first answer takes. Left out: where the contact was told that
 * nobody is there, what was resolved without an answer, and what was answered before that was kept.
 *
 * @param since only those opened after this, in milliseconds since 1970
 * @param limit how many are looked at
 */
export async function readFirstWaits(
  conversations: LogCollections['conversations'],
  siteId: string,
  since: number,
  limit: number,
): Promise<FirstWait[]> {
  const begun = await conversations
    .find(
      { siteId, openedAt: { $gt: new Date(since) } },
      {
        projection: {
          openedAt: 1,
          firstReply: 1,
          awayTold: 1,
          status: 1,
          agentMessages: 1,
          contactMessages: 1,
        },
      },
    )
    .sort({ openedAt: -1 })
    .limit(limit)
    .toArray();
  return begun.flatMap(({ openedAt, firstReply = null, ...now }): FirstWait[] => {
    if (firstReply !== null)
      return firstReply.whileAway
        ? []
        : [{ openedAt: openedAt.getTime(), repliedAt: firstReply.at.getTime() }];
    const waits =
      now.status === 'open' && !now.awayTold && now.agentMessages === 0 && now.contactMessages > 0;
    return waits ? [{ openedAt: openedAt.getTime(), repliedAt: null }] : [];
  });
}
