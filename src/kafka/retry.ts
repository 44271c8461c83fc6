/** Waiting between attempts: exponential back-off with jitter, bounded by one deadline (KIP-580). */
import { aborted, KafkaError } from './error.ts';

export interface RetryOptions {
  /** Attempts in all, the first included; no bound but the time when left out. */
  readonly attempts?: number | undefined;
  /** For all attempts together, as Kafka's default.api.timeout.ms; 60 000. */
  readonly timeoutMs?: number | undefined;
  /** Before the second attempt, as retry.backoff.ms; doubles from there. 100. */
  readonly backoffMs?: number | undefined;
  /** As retry.backoff.max.ms; 1 000. */
  readonly maxBackoffMs?: number | undefined;
}

export type RetryPolicy = { readonly [K in keyof RetryOptions]-?: number };

export const retryPolicy = (options: RetryOptions = {}): RetryPolicy => ({
  attempts: options.attempts ?? Number.POSITIVE_INFINITY,
  timeoutMs: options.timeoutMs ?? 60_000,
  backoffMs: options.backoffMs ?? 100,
  maxBackoffMs: options.maxBackoffMs ?? 1_000,
});

/** Milliseconds before attempt `failures` + 1, ± 20 % so that clients do not come back in step. */
export function backoffMs(policy: RetryPolicy, failures: number): number {
  const grown = policy.backoffMs * 2 ** Math.min(failures - 1, 20);
  return Math.min(policy.maxBackoffMs, grown) * (0.8 + 0.4 * Math.random());
}

/** Rejects with ABORTED as soon as the signal says so; keeps the process alive meanwhile. */
export function sleep(ms: number, signal?: AbortSignal, what = 'Waiting to try again'): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(aborted(signal, what));
    const stop = () => {
      clearTimeout(timer);
      reject(aborted(signal, what));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}

/**
 * Runs `attempt` until it succeeds, fails for good (`mayRetry`) or the policy ends; the last failure is thrown, and says so when
 * it was the policy that ended it.
 */
export async function retrying<T>(
  policy: RetryPolicy,
  signal: AbortSignal | undefined,
  attempt: () => Promise<T>,
  mayRetry: (error: KafkaError) => boolean = error => error.retriable,
): Promise<T> {
  const startMs = performance.now();
  for (let failures = 1; ; failures++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof KafkaError) || !mayRetry(error)) throw error;
      const waitMs = backoffMs(policy, failures);
      const spentMs = performance.now() - startMs;
      if (failures >= policy.attempts || spentMs + waitMs > policy.timeoutMs) throw givenUp(error, failures, spentMs);
      await sleep(waitMs, signal);
    }
  }
}

function givenUp(error: KafkaError, attempts: number, spentMs: number): KafkaError {
  if (attempts === 1) return error;
  const message = `${error.message} (gave up after ${attempts} attempts in ${(spentMs / 1000).toFixed(1)} s)`;
  return new KafkaError(error.code, message, { ...error, cause: error });
}

/** A promise that no longer matters once the signal aborts. */
export async function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined, what: string): Promise<T> {
  if (signal === undefined) return promise;
  let onAbort = () => {};
  const stopped = new Promise<never>((_, reject) => {
    onAbort = () => reject(aborted(signal, what));
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, stopped]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
