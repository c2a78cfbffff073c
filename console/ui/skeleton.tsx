import type { ComponentChildren } from 'preact';
import './skeleton.css';

/** Stands where words will be; sizes in pixels or percent. */
export function Skeleton({ width, height = 12, round = false }: SkeletonProps) {
  const style = { width, height: `${height}px`, ...(round ? { borderRadius: '50%', flex: 'none' } : {}) };
  return <i class="skeleton" style={style} />;
}

export interface SkeletonProps {
  width: string;
  height?: number;
  round?: boolean;
}

/** The shape of what is being loaded. Appears after 200 ms. */
export function Loading({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div class="skeletons" role="status">
      <span class="unseen">{label}</span>
      <div aria-hidden="true">{children}</div>
    </div>
  );
}
