/** The store as a process of its own. */
import '../../../server/core/db/embedded/main.ts';
