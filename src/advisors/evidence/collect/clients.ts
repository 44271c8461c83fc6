/** Client files that were given, and what the connectors that run have for settings. */
import { type Collector, Lacking } from './collection.ts';

const FILES = '--client FILE';

export const clients: Collector<'clients'> = {
  permission: '',
  async collect(run) {
    const { clients: files, connect } = run.given;
    if (connect === undefined || connect.length === 0) {
      if (files === undefined) throw new Lacking({ reason: 'not given', needs: FILES });
      return files;
    }
    const running = (await run.need('connectors')).filter(client => client.running !== undefined);
    const unheard = run.missing
      .filter(({ kind }) => kind === 'connectors')
      .map(lack => ({ ...lack, kind: 'clients' as const }));
    run.missing.push(...unheard);
    if (files === undefined)
      run.missing.push({ kind: 'clients', subject: 'other clients', reason: 'not given', needs: FILES });
    return [...(files ?? []), ...running];
  },
};
