/** Before any specification: what `mq` runs is built from the source as it is, because that starts four times as fast as the source itself. */
import { bundle } from '../../scripts/bundle.ts';

/** Types are the business of `npm run check`. */
export default bundle;
