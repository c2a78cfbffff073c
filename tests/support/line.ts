import type { AskTurn, TurnEvents } from '../../shared/turn.ts';

/** A line in which tabs stand, as a browser's locks make one. */
export function createLine(): AskTurn {
  const line: TurnEvents[] = [];
  const serve = () => line[0]?.onTaken();
  return (events, force) => {
    if (force) line.shift()?.onLost();
    if (force) line.unshift(events);
    else line.push(events);
    if (line[0] === events) serve();
    return () => {
      const place = line.indexOf(events);
      if (place === -1) return;
      line.splice(place, 1);
      if (place === 0) serve();
    };
  };
}
