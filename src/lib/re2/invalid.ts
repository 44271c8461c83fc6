/** Why a text is no regular expression, in RE2's words. */
export class InvalidRe2 extends Error {
  override name = 'InvalidRe2';
}
