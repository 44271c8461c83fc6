/** What JSON text says; undefined for text that is none, and no schema takes that. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
