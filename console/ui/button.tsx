import type { ButtonHTMLAttributes, ComponentChildren } from 'preact';
import './button.css';

type Native = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'class' | 'icon' | 'disabled' | 'type'>;

export interface ButtonProps extends Native {
  children?: ComponentChildren;
  look?: 'plain' | 'primary' | 'quiet' | 'danger';
  size?: 'small' | 'normal' | 'tall';
  /** Set where the button shows a picture only; it then needs an `aria-label`. */
  iconOnly?: boolean;
  /** Its work is under way: it stays focusable and does nothing. */
  busy?: boolean;
  /** Cannot be used now: it stays focusable, so that the keyboard does not lose its place. */
  off?: boolean;
  type?: 'button' | 'submit';
}

export function Button(props: ButtonProps) {
  const {
    look = 'plain',
    size = 'normal',
    iconOnly,
    busy = false,
    off = false,
    type = 'button',
    ...rest
  } = props;
  const { children, onClick, ...native } = rest;
  const classes = ['button', `button-${look}`];
  if (size !== 'normal') classes.push(`button-${size}`);
  if (iconOnly) classes.push('button-icon');
  const idle = !busy && !off;
  return (
    <button
      {...native}
      type={type}
      class={classes.join(' ')}
      aria-busy={busy || undefined}
      aria-disabled={idle ? undefined : true}
      onClick={(event) => {
        if (!idle) event.preventDefault();
        else if (typeof onClick === 'function') onClick.call(event.currentTarget, event);
      }}
    >
      {children}
    </button>
  );
}
