import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Commands, createPageApi, publish } from '../../widget/api.ts';
import type { Parley, ParleyQueue } from '../../widget/parley.d.ts';

function widget() {
  const done: string[] = [];
  let open = false;
  const commands: Commands = {
    setOpen(wanted = !open) {
      open = wanted;
      done.push(wanted ? 'open' : 'close');
    },
    setHidden: (hidden) => void done.push(hidden ? 'hide' : 'show'),
    tell: (name, value) => void done.push(`${name} ${JSON.stringify(value)}`),
    destroy: () => void done.push('destroy'),
  };
  return { done, ...createPageApi(commands) };
}

afterEach(() => void vi.restoreAllMocks());

describe('the page API', () => {
  it('does what was asked for before it was loaded, in order, and from then on at once', () => {
    const { done, parley } = widget();
    const queue: ParleyQueue = [
      (p) => p.identify({ name: 'Lena' }),
      (p) => p.prefill('Hello'),
      (p) => p.setContext({ order: 4711 }),
      (p) => p.setLocale('pt-BR'),
      (p) => p.open(),
    ];
    const page: { Parley?: Parley | ParleyQueue } = { Parley: queue };
    publish(parley, page);
    expect(done).toEqual([
      'identify {"name":"Lena"}',
      'prefill "Hello"',
      'setContext {"order":4711}',
      'setLocale "pt-BR"',
      'open',
    ]);
    page.Parley?.push((p) => p.close());
    expect(done.at(-1)).toBe('close');
  });

  it('is there also where the page has asked for nothing', () => {
    const { parley } = widget();
    const page: { Parley?: Parley | ParleyQueue } = {};
    publish(parley, page);
    expect(page.Parley).toBe(parley);
  });

  it('lets no fault of one function of the page reach the page or the next function', () => {
    const said = vi.spyOn(console, 'error').mockReturnValue(undefined);
    const { done, parley, emit } = widget();
    const faulty = () => {
      throw new Error('a fault of the page');
    };
    publish(parley, { Parley: [faulty, (p) => p.open()] });
    const heard = vi.fn();
    parley.on('open', faulty);
    parley.on('open', heard);
    emit('open');
    expect(done).toEqual(['open']);
    expect(heard).toHaveBeenCalledTimes(1);
    expect(said).toHaveBeenCalledTimes(2);
  });

  it('tells listeners of their own event until they are taken away', () => {
    const { parley, emit } = widget();
    const counts: number[] = [];
    const off = parley.on('unread', (count) => counts.push(count));
    emit('unread', 2);
    emit('close');
    off();
    emit('unread', 3);
    expect(counts).toEqual([2]);
  });

  it('tells a listener that comes late that the chat is ready', () => {
    const { parley, emit } = widget();
    const early = vi.fn();
    const late = vi.fn();
    parley.on('ready', early);
    emit('ready');
    parley.on('ready', late);
    expect([early.mock.calls.length, late.mock.calls.length]).toEqual([1, 1]);
  });

  it('toggles, hides, shows and ends', () => {
    const { done, parley } = widget();
    parley.toggle();
    parley.toggle();
    parley.hide();
    parley.show();
    parley.destroy();
    expect(done).toEqual(['open', 'close', 'hide', 'show', 'destroy']);
  });
});
