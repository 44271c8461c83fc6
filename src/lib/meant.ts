/** The name that a person probably meant, as advice. */
import { nearest } from './near.ts';

/** 'orders, if that is meant'; undefined when nothing known is near. */
export function ifMeant(given: string, known: Iterable<string>): string | undefined {
  const near = nearest(given, known);
  return near === undefined ? undefined : `${near}, if that is meant`;
}
