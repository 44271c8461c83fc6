/** The candidate a person probably meant: the nearest by edits, if at most a third of the letters differ, or as many as `most` says. */
export function nearest(
  given: string,
  candidates: Iterable<string>,
  most = Math.max(1, Math.floor(given.length / 3)),
): string | undefined {
  let best: string | undefined;
  let bestEdits = most + 1;
  for (const candidate of candidates) {
    const edits = editDistance(given.toLowerCase(), candidate.toLowerCase());
    if (edits < bestEdits) {
      best = candidate;
      bestEdits = edits;
    }
  }
  return best;
}

/** Levenshtein with swapped neighbours counted once (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let edits = Math.min(previous[j]! + 1, row[j - 1]! + 1, substitution);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) edits = Math.min(edits, before[j - 2]! + 1);
      row.push(edits);
    }
    before = previous;
    previous = row;
  }
  return previous[b.length]!;
}
