/** YAML and JSON (which is YAML) as entries: maps are flattened with dots, lists of plain values joined with commas. */
import { isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseAllDocuments } from 'yaml';
import { Failure } from '../../../lib/failure.ts';
import type { Entry, Section } from './entry.ts';

/** Throws Failure (USAGE) with the line where the text cannot be read. */
export function yamlSections(text: string, path: string): Section[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, uniqueKeys: false });
  if ('empty' in documents) return [{ entries: [] }];
  return documents.map(document => {
    const error = document.errors[0];
    if (error) {
      throw new Failure(`cannot read ${path}: ${error.message.split('\n')[0]!.replace(/ at line .*$/, '')}`, {
        code: 'USAGE',
        where: `${path}, line ${error.linePos?.[0].line ?? 1}`,
      });
    }
    const entries: Entry[] = [];
    walk(document.contents as Node | null, '', { lines, entries });
    return { entries };
  });
}

interface Walk {
  readonly lines: LineCounter;
  readonly entries: Entry[];
}

function walk(node: Node | null, above: string, into: Walk): void {
  if (isMap(node)) for (const pair of node.items) walkPair(pair as Pair<Node, Node | null>, above, into);
  else if (isSeq(node)) {
    node.items.forEach((item, at) => {
      walk(item as Node, `${above}[${at}]`, into);
    });
  }
}

function walkPair({ key, value }: Pair<Node, Node | null>, above: string, into: Walk): void {
  const ownKey = isScalar(key) ? String(key.value) : String(key);
  const name = above === '' ? ownKey : `${above}.${ownKey}`;
  const plain = plainValue(value);
  if (plain === undefined) {
    walk(value, name, into);
    return;
  }
  const [keyStart, keyEnd] = key.range ?? [0, 0];
  const [start, end] = value?.range ?? [keyEnd, keyEnd];
  into.entries.push({
    key: name,
    value: plain,
    line: into.lines.linePos(keyStart).line,
    keyAt: [keyStart, keyEnd],
    valueAt: [start, end],
    ownKey,
  });
}

/** Undefined for what has entries of its own below it. */
function plainValue(node: Node | null): string | undefined {
  if (node === null) return '';
  if (isScalar(node)) return scalarText(node.value, node.source);
  if (!isSeq(node)) return undefined;
  const items = node.items.map(item => (isScalar(item) ? scalarText(item.value, item.source) : undefined));
  return items.includes(undefined) ? undefined : items.join(',');
}

/** As it is written: 0x10 and 1_000 are what somebody typed, not what YAML makes of them. */
const scalarText = (value: unknown, source: string | undefined): string =>
  value === null || value === undefined ? '' : typeof value === 'string' ? value : (source ?? String(value));
