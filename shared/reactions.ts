/** What people can react with. A client shows others, too: a newer server may know more. */
export const REACTION_EMOJI = ['👍', '❤️', '😄', '🎉', '🙏', '😢'] as const;
