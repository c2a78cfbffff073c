/** What `hello` tells drivers, so that they keep to it: bytes of a document and of a message, statements of a command. */
export const LARGEST_DOCUMENT = 16 * 1024 * 1024;
export const LARGEST_MESSAGE = 48_000_000;
export const LARGEST_BATCH = 100_000;
