import type { ComponentChildren } from 'preact';
import { CopyButton } from '../ui/copy-button.tsx';
import './snippet.css';

export interface SnippetProps {
  snippet: string;
  label?: string;
  children?: ComponentChildren;
}

/** A line to copy, such as the script tag of a site. */
export function Snippet({ snippet, label, children }: SnippetProps) {
  return (
    <div class="snippet">
      <pre class="snippet-code">{snippet}</pre>
      <div class="snippet-foot">
        <p>{children}</p>
        <CopyButton text={snippet} {...(label && { label })} />
      </div>
    </div>
  );
}
