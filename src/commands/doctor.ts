import { custom } from '@oclif/core/flags';
import { examineCluster } from '../advisors/doctor.ts';
import type { Examination } from '../advisors/examine.ts';
import { MqCommand } from '../cli/command.ts';
import { examinationView } from '../cli/doctor/view.ts';
import { clusterFlags, outputFlags } from '../cli/flags.ts';

const listFlag = custom<string>({ multiple: true, delimiter: ',' });

export default class Doctor extends MqCommand<Examination> {
  static override summary = 'Examine a cluster: what is wrong, why it matters, and the command that mends it';
  static override examples = ['<%= config.bin %> <%= command.id %> --bootstrap-server localhost:9092'];
  static override flags = {
    only: listFlag({ helpValue: 'RULE,…', summary: 'only these rules, by id or name' }),
    skip: listFlag({ helpValue: 'RULE,…', summary: 'all rules but these' }),
    topic: listFlag({ helpValue: 'TOPIC,…', summary: 'only these topics' }),
    group: listFlag({ helpValue: 'GROUP,…', summary: 'only these groups' }),
    ...clusterFlags,
    ...outputFlags,
  };

  async run(): Promise<Examination> {
    const { flags } = await this.parse(Doctor);
    const { only, skip, topic: topics, group: groups } = flags;
    const { examination } = await this.withCluster(flags, cluster =>
      examineCluster(cluster, { only, skip, topics, groups, signal: this.signal }),
    );
    return this.show(examination, examinationView(examination), flags);
  }
}
