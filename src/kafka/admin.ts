/** Administration: what changes or describes topics, configuration, records and brokers. */
export * from './admin/cluster.ts';
export * from './admin/configs.ts';
export * from './admin/elections.ts';
export * from './admin/log-dirs.ts';
export * from './admin/reassignments.ts';
export * from './admin/records.ts';
export * from './admin/topics.ts';
