/**
 * The pause before the next try after so many that failed, in ms: exponential, and anywhere in its range, so that clients that
 * lost the same server do not come back together; never less than `atLeast`, nor, after a failure, than `minDelay`.
 */
export function backoff({ minDelay, maxDelay }, failed, atLeast = 0) {
  const least = failed > 0 ? Math.max(minDelay, atLeast) : atLeast;
  const most = Math.min(maxDelay, Math.max(minDelay * 2 ** failed, least + minDelay));
  return Math.round(least + Math.random() * Math.max(0, most - least));
}
