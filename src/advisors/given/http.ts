/** One GET of an address that a person names: not longer than 30 seconds (exporters of many partitions take ten), not more than 64 MiB. */
const TIMEOUT_MS = 30_000;
const LARGEST_BYTES = 64 * 1024 * 1024;

export interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly text: string;
}

/** Throws whatever `fetch` throws where there is no answer; see reasonOf. */
export async function httpGet(
  url: string,
  { headers = {}, signal }: { headers?: Readonly<Record<string, string>>; signal?: AbortSignal | undefined } = {},
): Promise<Answer> {
  const deadline = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(url, { headers, signal: signal ? AbortSignal.any([signal, deadline]) : deadline });
  return { status: response.status, statusText: response.statusText, text: await bodyOf(response) };
}

async function bodyOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > LARGEST_BYTES) throw new Error('it sends more than 64 MiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Why there was no answer, for a sentence. */
export function reasonOf(error: unknown): string {
  const { name, message, cause } = error as Error;
  if (name === 'TimeoutError') return `no answer within ${TIMEOUT_MS / 1000} s`;
  return cause instanceof Error ? cause.message || message : message;
}
