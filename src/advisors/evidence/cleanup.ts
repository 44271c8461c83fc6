/** cleanup.policy, which may name both, or from 4.2 on none. */
import type { Configs } from './cluster-facts.ts';

export const deletes = (configs: Configs | undefined): boolean => policies(configs).includes('delete');

export const compacts = (configs: Configs | undefined): boolean => policies(configs).includes('compact');

const policies = (configs: Configs | undefined): string[] => configs?.['cleanup.policy']?.value?.split(',') ?? [];
