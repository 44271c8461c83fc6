/** A page of `mq explain` and of the documentation: what it says, apart from how it is shown. */

export interface Page {
  readonly title: string;
  readonly parts: readonly Part[];
}

export interface Part {
  readonly heading: string;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'list'; readonly items: readonly string[] }
  /** Shown as it is. */
  | { readonly type: 'drawing'; readonly text: string }
  | { readonly type: 'commands'; readonly steps: readonly { readonly run: string; readonly shows?: string }[] };

export const text = (...paragraphs: readonly string[]): Block[] =>
  paragraphs.map(paragraph => ({ type: 'text', text: paragraph }));

/** Without the parts that have nothing to say. */
export const pageOf = (
  title: string,
  parts: readonly (readonly [heading: string, blocks: readonly Block[]])[],
): Page => ({
  title,
  parts: parts.filter(([, blocks]) => blocks.length > 0).map(([heading, blocks]) => ({ heading, blocks })),
});
