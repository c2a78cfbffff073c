import { useState } from 'preact/hooks';
import { type Emoji, shaded } from '../../shared/emoji/emoji.ts';
import { step } from './step.ts';

const COLUMNS = 7;

export interface EmojiGridProps {
  label: string;
  shown: readonly Emoji[];
  /** Of skin, from 0 to 5. */
  shade: number;
  /** Said where there are none. */
  nothing: string;
  /** @param more others are going to be chosen, too */
  onPick(emoji: Emoji, more: boolean): void;
}

/** Emoji in rows. The tab key reaches one of them, arrows the others. */
export function EmojiGrid({ label, shown, shade, nothing, onPick }: EmojiGridProps) {
  const [at, setAt] = useState(0);
  const rows = Array.from({ length: Math.ceil(shown.length / COLUMNS) }, (_, row) => row * COLUMNS);
  return (
    <>
      {shown.length > 0 && (
        <div class="emoji-rows">
          <table
            // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: arrow keys go around in it
            role="grid"
            aria-label={label}
            onKeyDown={(event) => {
              const to = step(event, at, shown.length, COLUMNS);
              if (to === null) return;
              setAt(to);
              event.currentTarget.querySelectorAll<HTMLElement>('.emoji')[to]?.focus();
            }}
          >
            <tbody>
              {rows.map((from) => (
                <tr key={from}>
                  {shown.slice(from, from + COLUMNS).map((each, column) => (
                    <td key={each.emoji}>
                      <button
                        type="button"
                        class="emoji"
                        aria-label={each.name}
                        title={each.name}
                        tabIndex={from + column === at ? 0 : -1}
                        onFocus={() => setAt(from + column)}
                        onClick={(event) => onPick(each, event.shiftKey)}
                      >
                        {shaded(each.emoji, shade)}
                      </button>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p class="emoji-none" role="status">
        {shown.length === 0 && nothing}
      </p>
    </>
  );
}
