/**
 * What a server runs Node with. What a message needs lives as long as the disk takes: in the 16 MB that V8 has for
 * young objects by itself, much of it is copied before it is let go of, which costs a tenth of the main thread.
 */
export const SERVER_FLAGS: readonly string[] = ['--max-semi-space-size=32', '--enable-source-maps'];
