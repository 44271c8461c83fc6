/** A run of the linter: files are the evidence, the rules that read files judge it, with a cluster beside them where one is named. */
import type { Cluster } from '../../kafka/index.ts';
import { type Choice, chooseRules, evidenceFor } from '../choose-rules.ts';
import { type Examined, examineCluster, examineSaved, type Judgement } from '../doctor.ts';
import { isConnector } from '../evidence/collect/connectors.ts';
import type { ClientFile } from '../evidence/given.ts';
import type { AnyRule } from '../rule.ts';
import { rules } from '../rules/index.ts';

export interface LintOptions extends Choice, Judgement {
  readonly signal?: AbortSignal | undefined;
}

/** Those that read files; the others are the doctor's. Throws Failure USAGE for a rule that does not exist. */
export const lintRules = (choice: Choice): AnyRule[] =>
  chooseRules(rules, choice).filter(({ evidence }) =>
    evidence.some(kind => kind === 'clients' || kind === 'connectors'),
  );

export function lintFiles(clients: readonly ClientFile[], options: LintOptions): Examined {
  const chosen = lintRules(options);
  const missing = [...evidenceFor(chosen)]
    .filter(kind => kind !== 'clients' && kind !== 'connectors')
    .map(kind => ({ kind, reason: 'not given', needs: '--bootstrap-server, of the cluster that the files are for' }));
  const kinds = { connectors: clients.filter(isConnector) };
  return examineSaved({ collectedAtMs: Date.now(), kinds, missing }, { clients }, onlyThose(chosen, options));
}

export const lintWithCluster = (
  cluster: Cluster,
  clients: readonly ClientFile[],
  options: LintOptions,
): Promise<Examined> =>
  examineCluster(cluster, { ...onlyThose(lintRules(options), options), given: { clients, connect: [], earlier: [] } });

const onlyThose = (chosen: readonly AnyRule[], options: LintOptions): LintOptions => ({
  ...options,
  only: chosen.map(({ id }) => id),
  skip: [],
});
