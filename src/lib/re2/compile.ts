/** From the tree of an expression to the steps of its automaton. */
import type { CharTest } from './char-class.ts';
import type { AssertKind, Tree } from './parse.ts';

export type Step =
  | { readonly op: 'char'; readonly test: CharTest; readonly next: number }
  | { readonly op: 'split'; readonly next: readonly number[] }
  | { readonly op: 'assert'; readonly kind: AssertKind; readonly next: number }
  | { readonly op: 'match' };

/** It starts at step 0. */
export type Program = readonly Step[];

export function compile(tree: Tree): Program {
  const steps: Step[] = [];
  const place = (step: Step): number => steps.push(step) - 1;

  /** Steps for a tree that go on at `next`; where they begin. */
  const emit = (node: Tree, next: number): number => {
    switch (node.type) {
      case 'empty':
        return next;
      case 'char':
        return place({ op: 'char', test: node.test, next });
      case 'assert':
        return place({ op: 'assert', kind: node.kind, next });
      case 'concat':
        return node.items.reduceRight((after, item) => emit(item, after), next);
      case 'either':
        return place({ op: 'split', next: node.items.map(item => emit(item, next)) });
      case 'repeat': {
        let after = next;
        if (node.max === Number.POSITIVE_INFINITY) {
          after = place({ op: 'match' }); // taken up by the loop, which has to know where its body begins
          steps[after] = { op: 'split', next: [next, emit(node.item, after)] };
        } else {
          for (let i = node.min; i < node.max; i++)
            after = place({ op: 'split', next: [next, emit(node.item, after)] });
        }
        for (let i = 0; i < node.min; i++) after = emit(node.item, after);
        return after;
      }
    }
  };

  const start = place({ op: 'match' });
  const match = place({ op: 'match' });
  steps[start] = { op: 'split', next: [emit(tree, match)] };
  return steps;
}
