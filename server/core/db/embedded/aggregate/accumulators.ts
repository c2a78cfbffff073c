import { StoreError, unsupported } from '../errors.ts';
import { mergeObjects } from '../expression/objects.ts';
import { isNothing } from '../expression/truth.ts';
import { compareValues } from '../values/compare.ts';
import { isDocument, type Value } from '../values/document.ts';
import { identityOf } from '../values/key.ts';
import { isNumber, numberOf } from '../values/rank.ts';

/** Gathers the values of one group. */
export interface Accumulator {
  add(value: Value): void;
  result(): Value;
}

/** How a field of `$group` is computed: of which expression, by what. */
export interface AccumulatorSpec {
  expression: Value;
  make(): Accumulator;
  /** Whether it keeps all values, so that memory must be counted. */
  keepsValues: boolean;
}

const SIMPLE: Record<string, () => Accumulator> = {
  $sum: () => {
    let sum = 0;
    return gather(
      (value) => {
        if (isNumber(value)) sum += numberOf(value);
      },
      () => sum,
    );
  },
  $avg: () => {
    let sum = 0;
    let count = 0;
    return gather(
      (value) => {
        if (!isNumber(value)) return;
        sum += numberOf(value);
        count++;
      },
      () => (count === 0 ? null : sum / count),
    );
  },
  $min: () => outermost(-1),
  $max: () => outermost(1),
  $first: () => {
    let first: { value: Value } | undefined;
    return gather(
      (value) => {
        first ??= { value };
      },
      () => first?.value ?? null,
    );
  },
  $last: () => {
    let last: Value;
    return gather(
      (value) => {
        last = value;
      },
      () => last ?? null,
    );
  },
  $count: () => {
    let count = 0;
    return gather(
      () => {
        count++;
      },
      () => count,
    );
  },
};

const KEEPING: Record<string, () => Accumulator> = {
  $push: () => {
    const values: Value[] = [];
    return gather(
      (value) => {
        if (value !== undefined) values.push(value);
      },
      () => values,
    );
  },
  $addToSet: () => {
    const values = new Map<string, Value>();
    return gather(
      (value) => {
        if (value !== undefined) values.set(identityOf(value), value);
      },
      () => [...values.values()],
    );
  },
  $mergeObjects: () => {
    let merged = {};
    return gather(
      (value) => {
        merged = mergeObjects([merged, value]);
      },
      () => merged,
    );
  },
};

function gather(add: (value: Value) => void, result: () => Value): Accumulator {
  return { add, result };
}

function outermost(direction: 1 | -1): Accumulator {
  let best: Value = null;
  return gather(
    (value) => {
      if (isNothing(value)) return;
      if (best === null || compareValues(value, best) * direction > 0) best = value;
    },
    () => best,
  );
}

/**
 * Reads a field of `$group`, as `{$sum: '$amount'}`.
 * @throws StoreError for accumulators that do not exist or are not supported
 */
export function parseAccumulator(field: string, spec: Value): AccumulatorSpec {
  const names = isDocument(spec) ? Object.keys(spec) : [];
  const [name] = names;
  if (!isDocument(spec) || name === undefined || !name.startsWith('$')) {
    throw new StoreError('Location40234', `The field '${field}' must be an accumulator object`);
  }
  if (names.length !== 1) {
    throw new StoreError('Location40238', `The field '${field}' must specify one accumulator`);
  }
  if (name === '$percentile' || name === '$median') return percentileSpec(name, spec[name]);
  const simple = Object.hasOwn(SIMPLE, name) ? SIMPLE[name] : undefined;
  const keeping = Object.hasOwn(KEEPING, name) ? KEEPING[name] : undefined;
  const make = simple ?? keeping;
  if (make === undefined) throw unsupported(`The accumulator ${name}`);
  return { expression: name === '$count' ? null : spec[name], make, keepsValues: keeping !== undefined };
}

function percentileSpec(name: string, spec: Value): AccumulatorSpec {
  if (!isDocument(spec) || spec.method !== 'approximate') {
    throw new StoreError(
      'BadValue',
      `Currently only 'approximate' can be used as percentile 'method' (${name})`,
    );
  }
  const wanted = name === '$median' ? [0.5] : Array.isArray(spec.p) ? spec.p.map(percentage) : [];
  if (wanted.length === 0)
    throw new StoreError('BadValue', "The $percentile 'p' field must be an array of numbers from [0.0, 1.0]");
  const make = () => {
    const numbers: number[] = [];
    return gather(
      (value) => {
        if (isNumber(value)) numbers.push(numberOf(value));
      },
      () => {
        const found = percentiles(numbers, wanted);
        return name === '$median' ? found[0] : found;
      },
    );
  };
  return { expression: spec.input, make, keepsValues: true };
}

function percentage(value: Value): number {
  const number = isNumber(value) ? numberOf(value) : Number.NaN;
  if (number >= 0 && number <= 1) return number;
  throw new StoreError('BadValue', "The $percentile 'p' field must be an array of numbers from [0.0, 1.0]");
}

/** The numbers of which these parts are not greater. */
function percentiles(numbers: readonly number[], wanted: readonly number[]): Value[] {
  const sorted = Float64Array.from(numbers).sort();
  return wanted.map((part) => sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? null);
}
