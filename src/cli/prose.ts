/** Sentences under a title: one bullet each, wrapped where a person reads them, one line each in a pipe. */

const MARK = '  · ';

/** Ends in a newline. `width` is the terminal's; undefined leaves lines as long as they are. */
export function bullets(sentences: readonly string[], width: number | undefined): string {
  return sentences.map(sentence => `${MARK}${wrapped(sentence, width, ' '.repeat(MARK.length))}\n`).join('');
}

/** Words stay whole; lines after the first begin with `indent`. */
export function wrapped(sentence: string, width: number | undefined, indent: string): string {
  if (width === undefined) return sentence;
  const room = Math.max(40, width - indent.length);
  const lines: string[] = [];
  for (const word of sentence.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= room) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join(`\n${indent}`);
}
