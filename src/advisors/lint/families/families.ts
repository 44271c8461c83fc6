/** All families, the most particular first: a Spring file holds keys of Java clients, too. */
import type { Family } from './family.ts';
import { java } from './java.ts';

export const families: readonly Family[] = [java];

export const familyNames = families.map(({ name }) => name);
