import type { SiteTheme } from '../../shared/look.ts';
import { contrastWords } from '../sites/contrast.ts';
import { GroupField } from '../ui/group-field.tsx';
import { words } from '../words/words.ts';
import './color-field.css';

const COLORS = [
  { value: '#4b3fd6', name: 'indigo' },
  { value: '#0f6b5c', name: 'green' },
  { value: '#b3261e', name: 'red' },
  { value: '#1d1b16', name: 'black' },
] as const;

export interface ColorFieldProps {
  value: string;
  theme: SiteTheme;
  onPick(color: string): void;
}

/** The site's color, and whether the text on it can be read. */
export function ColorField({ value, theme, onPick }: ColorFieldProps) {
  return (
    <GroupField label={words.look.color} class="swatches" help={contrastWords(value, theme === 'dark')}>
      {COLORS.map((color) => (
        <button
          key={color.value}
          type="button"
          class="swatch"
          style={{ background: color.value }}
          aria-label={words.look.colors[color.name]}
          aria-pressed={color.value === value}
          onClick={() => onPick(color.value)}
        />
      ))}
      <input
        type="color"
        class="swatch-own"
        aria-label={words.look.anotherColor}
        value={value}
        onInput={(event) => onPick(event.currentTarget.value.toLowerCase())}
      />
      <span class="swatch-code">{value}</span>
    </GroupField>
  );
}
