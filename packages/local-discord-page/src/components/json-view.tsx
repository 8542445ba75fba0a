import type { JSX } from 'preact';

const isContainer = (value: unknown): value is Record<string, unknown> | readonly unknown[] =>
  typeof value === 'object' && value !== null;

const Leaf = ({ value }: { value: unknown }): JSX.Element => (
  <span class={`json-${value === null ? 'null' : typeof value}`}>{JSON.stringify(value) ?? 'undefined'}</span>
);

const summary = (value: Record<string, unknown> | readonly unknown[]): string =>
  Array.isArray(value) ? `[${value.length}]` : `{${Object.keys(value).length}}`;

const JsonNode = ({ name, value, depth }: { name: string | null; value: unknown; depth: number }): JSX.Element => {
  const label = name === null ? null : <span class="json-key">{name}: </span>;
  if (!isContainer(value) || Object.keys(value).length === 0) {
    return (
      <div class="json-line">
        {label}
        <Leaf value={value} />
      </div>
    );
  }
  return (
    <details open={depth < 2}>
      <summary>
        {label}
        <span class="json-count">{summary(value)}</span>
      </summary>
      {Object.entries(value).map(([key, inner]) => (
        <JsonNode key={key} name={key} value={inner} depth={depth + 1} />
      ))}
    </details>
  );
};

/** Any JSON, to look into level by level. */
export const JsonView = ({ label, value }: { label: string; value: unknown }): JSX.Element => (
  <section class="json" aria-label={label}>
    <h4>{label}</h4>
    <JsonNode name={null} value={value} depth={0} />
  </section>
);
