/** Sentences under a title: one bullet each, wrapped where a person reads them, one line each in a pipe. */

const MARK = '  · ';
/** In a narrower place lines are better cut by the terminal than by us. */
const SHORTEST_LINE = 24;

/** Ends in a newline. A newline in a sentence begins a line under its bullet. `width` is the terminal's; undefined leaves lines as long as they are. */
export function bullets(sentences: readonly string[], width: number | undefined): string {
  const indent = ' '.repeat(MARK.length);
  const lines = (sentence: string) => sentence.split('\n').map(line => wrapped(line, width, indent));
  return sentences.map(sentence => `${MARK}${lines(sentence).join(`\n${indent}`)}\n`).join('');
}

/** Words stay whole; lines after the first begin with `indent`. */
export function wrapped(sentence: string, width: number | undefined, indent: string): string {
  if (width === undefined) return sentence;
  const room = Math.max(SHORTEST_LINE, width - indent.length);
  const lines: string[] = [];
  for (const word of sentence.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= room) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join(`\n${indent}`);
}
