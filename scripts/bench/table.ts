/** One figure of ours, the same of the bare server, and what we want of it. */
export interface Row {
  name: string;
  parley: number;
  /** NaN where the bare server has no such figure. */
  bare: number;
  unit: string;
  goal?: Goal;
}

/** `times` compares with the bare server, `absolute` does not. */
export type Goal =
  | { kind: 'at_most_times'; times: number }
  | { kind: 'at_least_times'; times: number }
  | { kind: 'at_most'; value: number };

/** A table in Markdown, ready for the README. */
export function toTable(rows: readonly Row[]): string {
  const cells = rows.map(({ name, parley, bare, unit, goal }) => [
    name,
    formatNumber(parley, unit),
    formatNumber(bare, unit),
    Number.isFinite(parley / bare) ? (parley / bare).toFixed(2) : '',
    goal === undefined ? '' : `${wordsOf(goal, unit)}: ${isReached(goal, parley, bare) ? 'yes' : 'no'}`,
  ]);
  const head = ['', 'Parley', 'reference', 'ratio', 'goal'];
  const widths = head.map((title, column) =>
    Math.max(title.length, 3, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => (column === 0 || column === 4 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column === 0 || column === 4 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [line(head), rule, ...cells.map(line)].join('\n');
}

/** Whether a figure is as good as it should be. */
function isReached(goal: Goal, parley: number, bare: number): boolean {
  switch (goal.kind) {
    case 'at_most_times':
      return parley <= goal.times * bare;
    case 'at_least_times':
      return parley >= goal.times * bare;
    case 'at_most':
      return parley <= goal.value;
  }
}

function wordsOf(goal: Goal, unit: string): string {
  switch (goal.kind) {
    case 'at_most_times':
      return `≤ ${goal.times} ×`;
    case 'at_least_times':
      return `≥ ${goal.times} ×`;
    case 'at_most':
      return `≤ ${goal.value} ${unit}`;
  }
}

function formatNumber(value: number, unit: string): string {
  if (!Number.isFinite(value)) return '–';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const [whole = '', fraction] = value.toFixed(digits).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${fraction === undefined ? grouped : `${grouped}.${fraction}`} ${unit}`;
}
