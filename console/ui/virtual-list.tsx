import type { ComponentChildren, HTMLAttributes, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useReducer, useRef } from 'preact/hooks';
import { rowAt, topOf, windowOf } from './virtual-window.ts';
import './virtual-list.css';

/** Rows are drawn this far beyond the visible part, so that scrolling does not show gaps, in pixels. */
const MARGIN_PX = 900;
/** More rows are asked for when the end is this near, in pixels. */
const NEAR_PX = 500;
/** So far from the end still counts as being there, in pixels. */
const AT_END_PX = 40;

export interface VirtualListHandle {
  scrollToEnd(): void;
  /** Brings a row into view. */
  scrollToRow(key: string): void;
}

export interface VirtualListProps<Row> {
  rows: readonly Row[];
  keyOf(row: Row): string;
  /** The likely height of a row not yet drawn, in pixels. */
  estimate(row: Row): number;
  render(row: Row, index: number): ComponentChildren;
  /** Whether a row stays between its neighbors, so that the place can be held by it. All do where this is left out. */
  isFixed?(row: Row): boolean;
  /** Which end stays in view when rows come and go: a list's start, a thread's end. */
  sticks: 'start' | 'end';
  /** Free room above the first and below the last row, in pixels. */
  inset?: number;
  onNearStart?(): void;
  onNearEnd?(): void;
  onAtEnd?(atEnd: boolean): void;
  handle?: RefObject<VirtualListHandle | null>;
  /** What the rows lie in: a `ul` with its role and name, or a plain element. */
  content?: { list: string };
  scroller?: HTMLAttributes<HTMLDivElement>;
  /** After the rows: scrolls with them, is not one of them. */
  foot?: ComponentChildren;
}

type Anchor = { kind: 'start' } | { kind: 'end' } | { kind: 'row'; key: string; offset: number };

/**
 * A list of which only the visible part is drawn. What the person looks at stays where it is, whatever comes or
 * goes above it; at the end it sticks to, it follows.
 */
export function VirtualList<Row>(props: VirtualListProps<Row>) {
  const { rows, keyOf, inset = 0 } = props;
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const scroller = useRef<HTMLDivElement>(null);
  const measured = useRef(new Map<string, number>());
  const anchor = useRef<Anchor>({ kind: props.sticks });
  const view = useRef({ top: 0, height: 800 });
  const heights = rows.map((row) => measured.current.get(keyOf(row)) ?? props.estimate(row));
  const drawn = windowOf(heights, view.current.top - inset, view.current.height, MARGIN_PX);
  const latest = useRef({ props, heights, drawn });
  latest.current = { props, heights, drawn };

  const settle = () => {
    const element = scroller.current;
    if (!element) return;
    const changed = measure(element, measured.current);
    // Before it is where it belongs, what is near says nothing: a thread would ask for older rows when it is opened.
    if (changed) return redraw(undefined);
    holdPlace(element, anchor.current, latest.current);
    look(element);
  };
  /** Takes note of where the scroller is, and draws anew where that shows other rows. */
  const look = (element: HTMLDivElement) => {
    view.current = { top: element.scrollTop, height: element.clientHeight };
    const now = latest.current;
    const next = windowOf(now.heights, element.scrollTop - inset, element.clientHeight, MARGIN_PX);
    if (next.first !== now.drawn.first || next.end !== now.drawn.end) redraw(undefined);
    if (element.scrollTop < NEAR_PX) now.props.onNearStart?.();
    const left = element.scrollHeight - element.scrollTop - element.clientHeight;
    if (left < NEAR_PX) now.props.onNearEnd?.();
    now.props.onAtEnd?.(left <= AT_END_PX);
  };

  useLayoutEffect(settle);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(settle);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);
  if (props.handle) props.handle.current = handleOf(scroller, anchor, latest, redraw);

  const visibleRows = rows
    .slice(drawn.first, drawn.end)
    .map((row, offset) => props.render(row, drawn.first + offset));
  const style = { paddingTop: `${drawn.before + inset}px`, paddingBottom: `${drawn.after + inset}px` };
  return (
    <div
      {...props.scroller}
      ref={scroller}
      class={`virtual-scroller virtual-${props.sticks} ${String(props.scroller?.class ?? '')}`}
      onScroll={(event) => {
        anchor.current = anchorAt(event.currentTarget, latest.current, inset);
        look(event.currentTarget);
      }}
    >
      {props.content ? (
        // biome-ignore lint/a11y/noRedundantRoles: Safari takes the role away from lists without bullets
        <ul class="virtual-content" role="list" aria-label={props.content.list} style={style}>
          {visibleRows}
        </ul>
      ) : (
        <div class="virtual-content" style={style}>
          {visibleRows}
        </div>
      )}
      {props.foot}
    </div>
  );
}

interface Latest<Row> {
  props: VirtualListProps<Row>;
  heights: readonly number[];
}

/** Whether a drawn row turned out to be of another height than was known. */
function measure(scroller: HTMLElement, measured: Map<string, number>): boolean {
  let changed = false;
  for (const element of scroller.querySelectorAll<HTMLElement>('[data-row]')) {
    const key = element.dataset.row ?? '';
    const height = element.getBoundingClientRect().height;
    // A list that is not shown has no heights to learn from.
    if (height === 0 || Math.abs((measured.get(key) ?? 0) - height) < 0.5) continue;
    measured.set(key, height);
    changed = true;
  }
  return changed;
}

function anchorAt<Row>(scroller: HTMLElement, { props, heights }: Latest<Row>, inset: number): Anchor {
  const top = scroller.scrollTop;
  if (props.sticks === 'start' && top <= inset) return { kind: 'start' };
  const left = scroller.scrollHeight - top - scroller.clientHeight;
  if (props.sticks === 'end' && left <= AT_END_PX) return { kind: 'end' };
  const { isFixed = () => true } = props;
  const first = rowAt(heights, top - inset);
  const index = props.rows.findIndex((row, at) => at >= first && isFixed(row));
  const row = props.rows[index];
  if (row === undefined) return { kind: props.sticks };
  return { kind: 'row', key: props.keyOf(row), offset: topOf(heights, index) + inset - top };
}

function holdPlace<Row>(scroller: HTMLElement, anchor: Anchor, { props, heights }: Latest<Row>): void {
  switch (anchor.kind) {
    case 'start':
      return;
    case 'end':
      scroller.scrollTop = scroller.scrollHeight;
      return;
    case 'row': {
      const index = props.rows.findIndex((row) => props.keyOf(row) === anchor.key);
      if (index === -1) return;
      const top = topOf(heights, index) + (props.inset ?? 0) - anchor.offset;
      if (Math.abs(scroller.scrollTop - top) >= 1) scroller.scrollTop = top;
    }
  }
}

function handleOf<Row>(
  scroller: RefObject<HTMLDivElement | null>,
  anchor: RefObject<Anchor>,
  latest: RefObject<Latest<Row>>,
  redraw: (nothing: undefined) => void,
): VirtualListHandle {
  return {
    scrollToEnd() {
      anchor.current = { kind: 'end' };
      redraw(undefined);
    },
    scrollToRow(key) {
      const element = scroller.current;
      const { props, heights } = latest.current;
      const index = props.rows.findIndex((row) => props.keyOf(row) === key);
      if (!element || index === -1) return;
      const top = topOf(heights, index);
      const bottom = top + (heights[index] ?? 0);
      if (top < element.scrollTop) element.scrollTop = top;
      else if (bottom > element.scrollTop + element.clientHeight)
        element.scrollTop = bottom - element.clientHeight;
    },
  };
}
