/** Three-valued truth. `no` and `yes` are proved; everything else is `unknown`. */
export type Truth = 'yes' | 'no' | 'unknown';

/** Kleene conjunction: one `no` decides, then one `unknown`. Empty: `yes`. */
export function all(truths: Iterable<Truth>): Truth {
  let result: Truth = 'yes';
  for (const truth of truths) {
    if (truth === 'no') return 'no';
    if (truth === 'unknown') result = 'unknown';
  }
  return result;
}

/** Kleene disjunction: one `yes` decides, then one `unknown`. Empty: `no`. */
export function any(truths: Iterable<Truth>): Truth {
  let result: Truth = 'no';
  for (const truth of truths) {
    if (truth === 'yes') return 'yes';
    if (truth === 'unknown') result = 'unknown';
  }
  return result;
}

/** Kleene negation. */
export function negate(truth: Truth): Truth {
  if (truth === 'unknown') return 'unknown';
  return truth === 'yes' ? 'no' : 'yes';
}

/** A decided boolean as truth. */
export function truthOf(value: boolean): Truth {
  return value ? 'yes' : 'no';
}
