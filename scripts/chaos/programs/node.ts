/** A node as users run it, with the run's clock and, where the checker itself is tested, with a bug. */
import './world-clock.ts';

const bug = process.env.CHAOS_BUG ?? '';
if (bug !== '') {
  const { plantBug } = await import('./bugs.ts');
  plantBug(bug);
}
await import('../../../server/index.ts');
