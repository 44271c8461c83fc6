/** Kafka's own command-line tools, run by class name: what their shell scripts would do, with a JVM that starts quickly. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { classPath, JVM_LOGGING, kafkaHome } from './home.ts';

/** Kafka's script names without `kafka-` and `.sh`, with the classes of Kafka 4.1. */
export const TOOLS = {
  acls: 'org.apache.kafka.tools.AclCommand',
  'broker-api-versions': 'org.apache.kafka.tools.BrokerApiVersionsCommand',
  configs: 'kafka.admin.ConfigCommand',
  'console-consumer': 'org.apache.kafka.tools.consumer.ConsoleConsumer',
  'console-producer': 'org.apache.kafka.tools.ConsoleProducer',
  'consumer-groups': 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand',
  'consumer-perf-test': 'org.apache.kafka.tools.ConsumerPerformance',
  'delete-records': 'org.apache.kafka.tools.DeleteRecordsCommand',
  'dump-log': 'kafka.tools.DumpLogSegments',
  cluster: 'org.apache.kafka.tools.ClusterTool',
  'client-metrics': 'org.apache.kafka.tools.ClientMetricsCommand',
  'e2e-latency': 'org.apache.kafka.tools.EndToEndLatency',
  features: 'org.apache.kafka.tools.FeatureCommand',
  'get-offsets': 'org.apache.kafka.tools.GetOffsetShell',
  groups: 'org.apache.kafka.tools.GroupsCommand',
  'leader-election': 'org.apache.kafka.tools.LeaderElectionCommand',
  'log-dirs': 'org.apache.kafka.tools.LogDirsCommand',
  'metadata-quorum': 'org.apache.kafka.tools.MetadataQuorumCommand',
  'producer-perf-test': 'org.apache.kafka.tools.ProducerPerformance',
  'reassign-partitions': 'org.apache.kafka.tools.reassign.ReassignPartitionsCommand',
  'replica-verification': 'org.apache.kafka.tools.ReplicaVerificationTool',
  storage: 'kafka.tools.StorageTool',
  transactions: 'org.apache.kafka.tools.TransactionsCommand',
  topics: 'org.apache.kafka.tools.TopicCommand',
  'verifiable-consumer': 'org.apache.kafka.tools.VerifiableConsumer',
  'verifiable-producer': 'org.apache.kafka.tools.VerifiableProducer',
} as const;

export type KafkaTool = keyof typeof TOOLS;

export interface ToolResult {
  stdout: string;
  stderr: string;
  code: number;
}

/** What a tool prints on stdout. Rejects, with all that it said, when its exit code is not 0. */
export async function kafkaToolOutput(...call: Parameters<typeof kafkaTool>): Promise<string> {
  const { stdout, stderr, code } = await kafkaTool(...call);
  if (code !== 0) throw new Error(`kafka-${call[0]} ${call[1].join(' ')} ended with ${code}:\n${stdout}\n${stderr}`);
  return stdout;
}

/** Runs a tool to its end. Rejects, with what it said so far, when it takes longer than `timeoutMs` (60 s). */
export async function kafkaTool(
  name: KafkaTool,
  args: readonly string[],
  { stdin = '', timeoutMs = 60_000, version }: { stdin?: string | Buffer; timeoutMs?: number; version?: string } = {},
): Promise<ToolResult> {
  const home = await kafkaHome(version);
  const quick = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto'];
  const child = spawn('java', [...quick, JVM_LOGGING, '-cp', classPath(home), TOOLS[name], ...args]);
  const endWithRunner = () => child.kill('SIGKILL');
  process.once('exit', endWithRunner);
  let late = false;
  const timer = setTimeout(() => (late = child.kill('SIGKILL')), timeoutMs);
  child.stdin.on('error', () => {}); // a tool may end without reading its input
  child.stdin.end(stdin);
  try {
    const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    if (late) throw new Error(`kafka-${name} ${args.join(' ')} did not end in ${timeoutMs} ms\n${stdout}\n${stderr}`);
    return { stdout, stderr, code };
  } finally {
    clearTimeout(timer);
    process.off('exit', endWithRunner);
  }
}
