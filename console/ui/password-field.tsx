import { TextField } from './field.tsx';
import { passwordStrength } from './password-strength.ts';

export interface PasswordFieldProps {
  label: string;
  value: string;
  error?: string | undefined;
  tall?: boolean;
  /** `new` shows how good the password is. */
  purpose: 'new' | 'current';
  onText(value: string): void;
}

export function PasswordField({ label, value, error, tall, purpose, onText }: PasswordFieldProps) {
  const strength = passwordStrength(value);
  const input = {
    type: 'password',
    required: true,
    autocomplete: purpose === 'new' ? 'new-password' : 'current-password',
  } as const;
  if (purpose === 'current') {
    return (
      <TextField
        label={label}
        value={value}
        onText={onText}
        error={error}
        tall={tall ?? false}
        input={input}
      />
    );
  }
  return (
    <TextField
      label={label}
      value={value}
      onText={onText}
      error={error}
      tall={tall ?? false}
      input={input}
      help={strength.says}
      after={
        <div class="meter" aria-hidden="true">
          <i class={`meter-bar meter-${strength.level}`} style={{ width: `${strength.percent}%` }} />
        </div>
      }
    />
  );
}
