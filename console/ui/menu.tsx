import type { ComponentChildren } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { CheckIcon } from './icons.tsx';
import { placeMenu } from './place-menu.ts';
import './menu.css';
import { words } from '../words/words.ts';

export type MenuItem =
  | { kind: 'action'; label: string; hint?: string; onPick(): void }
  | { kind: 'choice'; label: string; hint?: string; chosen: boolean; onPick(): void }
  | { kind: 'link'; label: string; href: string }
  | { kind: 'line' }
  | { kind: 'label'; text: string };

/** What the button that opens the menu needs. */
interface MenuTrigger {
  'aria-haspopup': 'menu';
  'aria-expanded': boolean;
  'aria-controls': string | undefined;
  onClick(): void;
}

export interface MenuProps {
  label: string;
  items: readonly MenuItem[];
  /** Where the menu lines up with its button. */
  align?: 'start' | 'end';
  trigger(binding: MenuTrigger): ComponentChildren;
}

/** A button and the list it opens. Arrows move, Escape and a click elsewhere close, the focus goes back. */
export function Menu({ label, items, align = 'start', trigger }: MenuProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const around = useRef<HTMLDivElement>(null);
  const close = () => {
    setOpen(false);
    around.current?.querySelector<HTMLElement>('[aria-haspopup]')?.focus();
  };
  return (
    <div class="menu-around" ref={around}>
      {trigger({
        'aria-haspopup': 'menu',
        'aria-expanded': open,
        'aria-controls': open ? id : undefined,
        onClick: () => setOpen((was) => !was),
      })}
      {open && (
        <MenuList
          id={id}
          label={label}
          items={items}
          align={align}
          around={around.current}
          onClose={close}
          onLeave={() => setOpen(false)}
        />
      )}
    </div>
  );
}

interface MenuListProps {
  id: string;
  label: string;
  items: readonly MenuItem[];
  align: 'start' | 'end';
  around: HTMLElement | null;
  onClose(): void;
  /** Closed by going elsewhere: the focus stays where it went. */
  onLeave(): void;
}

function MenuList({ id, label, items, align, around, onClose, onLeave }: MenuListProps) {
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = list.current;
    if (!element || !around) return;
    const room = { width: window.innerWidth, height: window.innerHeight };
    const edge = (align === 'start') === (words.direction === 'ltr') ? 'left' : 'right';
    const place = placeMenu(around.getBoundingClientRect(), element.getBoundingClientRect(), room, edge);
    element.style.left = `${place.left}px`;
    element.style.top = `${place.top}px`;
    const first = element.querySelector<HTMLElement>('[aria-checked="true"]') ?? focusable(element)[0];
    first?.focus({ preventScroll: true });
  }, [around, align]);
  useEffect(() => {
    const leave = (event: Event) => {
      if (event.target instanceof Node && !around?.contains(event.target)) onLeave();
    };
    document.addEventListener('pointerdown', leave);
    window.addEventListener('resize', onLeave);
    return () => {
      document.removeEventListener('pointerdown', leave);
      window.removeEventListener('resize', onLeave);
    };
  });
  return (
    <div
      ref={list}
      id={id}
      class="menu"
      role="menu"
      tabIndex={-1}
      aria-label={label}
      onKeyDown={(event) => {
        if (event.key === 'Tab') onLeave();
        else if (event.key === 'Escape') onClose();
        else if (!moveFocus(event.currentTarget, event.key)) return;
        if (event.key !== 'Tab') event.preventDefault();
        event.stopPropagation();
      }}
    >
      {items.map((item, index) => (
        <MenuEntry key={index} item={item} onClose={onClose} />
      ))}
    </div>
  );
}

function MenuEntry({ item, onClose }: { item: MenuItem; onClose(): void }) {
  switch (item.kind) {
    case 'line':
      return <hr class="menu-line" />;
    case 'label':
      return (
        <div class="menu-label" role="presentation">
          {item.text}
        </div>
      );
    case 'link':
      return (
        <a class="menu-item" role="menuitem" tabIndex={-1} href={item.href} onClick={onClose}>
          {item.label}
        </a>
      );
    case 'action':
    case 'choice':
      return <MenuButton item={item} onClose={onClose} />;
  }
}

function MenuButton({ item, onClose }: { item: Extract<MenuItem, { onPick(): void }>; onClose(): void }) {
  const choice = item.kind === 'choice';
  return (
    <button
      type="button"
      class="menu-item"
      {...(choice ? { role: 'menuitemradio', 'aria-checked': item.chosen } : { role: 'menuitem' })}
      tabIndex={-1}
      onClick={() => {
        onClose();
        item.onPick();
      }}
    >
      {choice && <span class="menu-mark">{item.chosen && <CheckIcon />}</span>}
      {item.label}
      {item.hint && <span class="menu-hint">{item.hint}</span>}
    </button>
  );
}

function focusable(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('.menu-item')];
}

/** Whether the key was one that moves. */
function moveFocus(menu: HTMLElement, key: string): boolean {
  const all = focusable(menu);
  const at = all.findIndex((element) => element.contains(document.activeElement));
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[key];
  if (to === undefined) return false;
  all[(to + all.length) % all.length]?.focus();
  return true;
}
