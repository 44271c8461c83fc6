import { boolean } from '@oclif/core/flags';
import { type ApiInfo, apiTable, needsText } from '../../broker/api-table.ts';
import { MqCommand } from '../../cli/command.ts';
import { outputFlags } from '../../cli/flags.ts';
import type { Column } from '../../cli/output.ts';

const key: Column<ApiInfo> = { header: 'key', value: api => api.key };
const name: Column<ApiInfo> = { header: 'api', value: api => api.name };
const kafka: Column<ApiInfo> = { header: 'Kafka 4.1', value: api => api.kafka };

const served: Column<ApiInfo>[] = [
  key,
  name,
  { header: 'serves', value: api => api.serves },
  { header: 'shows', value: api => api.advertises },
  kafka,
  { header: 'asks the authorizer for', value: api => needsText(api.needs) || null },
];
const unserved: Column<ApiInfo>[] = [key, name, kafka, { header: 'why not', value: api => api.reason }];

export default class BrokerApis extends MqCommand<ApiInfo[]> {
  static override summary = 'List the APIs of the bundled broker with their versions';
  static override description =
    'What mq broker dev answers, what it shows to clients that ask (ApiVersions), and what Kafka 4.1 shows. A request of any other API or ' +
    'version ends the connection, as in Kafka.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    {
      description: 'What Kafka 4.1 has and the bundled broker has not, and why',
      command: '<%= config.bin %> <%= command.id %> --unserved',
    },
  ];
  static override flags = {
    unserved: boolean({ summary: 'only those of Kafka 4.1 that are not served' }),
    ...outputFlags,
  };

  async run(): Promise<ApiInfo[]> {
    const { flags } = await this.parse(BrokerApis);
    const wanted = apiTable().filter(({ serves }) => (serves === null) === (flags.unserved ?? false));
    return this.show(wanted, flags.unserved ? unserved : served, flags);
  }
}
