import './brand.css';

export function Brand({ name }: { name: string }) {
  return (
    <div class="brand">
      <span class="brand-mark" aria-hidden="true">
        <i />
      </span>
      <span class="brand-name">{name}</span>
    </div>
  );
}
