/** Levels in force, and what the software could do. */
import { describeFeatures } from '../../../kafka/admin/features.ts';
import type { Collector } from './collection.ts';

export const features: Collector<'features'> = {
  permission: '', // ApiVersions is answered to everybody
  collect: run => describeFeatures(run.cluster, run.request),
};
