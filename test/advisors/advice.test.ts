/** What a table test of a rule notices of advice that cannot be typed; see test/support/typed.ts. */
import { describe, expect, it } from 'vitest';
import { requireTypeable } from '../support/typed.ts';

describe('advice', () => {
  it.each([
    "mq group delete 'nobody reads'",
    'mq topic alter orders --partitions 6',
    'mq config alter --topic orders --set a=1 --delete b',
    "kafka-acls.sh --remove --force --allow-principal 'User:*' --operation All --cluster",
    'kafka-consumer-groups.sh --group a --all-topics --reset-offsets --to-current --dry-run --export > a.csv',
    'kafka-metadata-quorum.sh --command-config controller.properties add-controller',
    `curl -sS http://connect/config | jq '. + {"a": "|"}' | curl -sS -X PUT -d @- http://connect/config`,
    'KAFKA_HEAP_OPTS="-Xms6g -Xmx6g" kafka-server-start.sh server.properties',
  ])('%s', async command => {
    await requireTypeable(command);
  });

  it.each([
    ['mq topics alter orders', /no command mq topics alter/],
    ['mq topic alter orders --partition 6', /partition/],
    ['mq topic alter orders --partitions six', /six/],
    ['mq topic alter --partitions 6', /topic/i],
    ["mq group delete 'nobody", /a shell would not read '/],
    ['mq topic delete orders; reboot', /a shell would not read ;/],
    ['kafka-topics.sh --zookeeper localhost', /does not know kafka-topics.sh/],
    ['kafka-acls.sh --removal', /kafka-acls.sh has no option --removal/],
    ['kafka-metadata-quorum.sh add-controller --status', /has no option --status/],
    ['zkCli.sh ls /', /does not know zkCli.sh/],
    ['rm -r data', /nobody knows rm/],
  ])('refuses %s', async (command, message) => {
    await expect(requireTypeable(command)).rejects.toThrow(message);
  });
});
