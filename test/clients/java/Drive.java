// Kafka's own Java client, compiled against each of its versions, as a client of the broker under test.
import java.io.File;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import java.util.function.*;
import java.util.stream.*;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.*;
import org.apache.kafka.common.acl.*;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.*;
import org.apache.kafka.common.resource.*;
import org.apache.kafka.common.serialization.*;
import org.apache.kafka.common.utils.AppInfoParser;

public class Drive {
  interface Act { void run() throws Exception; }

  static Map<String, String> order = new HashMap<>();
  static Map<String, Object> plain;

  static String unique(String name) { return order.get("prefix") + "-" + name; }

  static void until(Callable<Boolean> done, String what) throws Exception {
    long end = System.nanoTime() + 30_000_000_000L;
    while (!done.call()) {
      if (System.nanoTime() > end) throw new Exception("not within 30 s: " + what);
      Thread.sleep(50);
    }
  }

  static void expect(Object actual, Object wanted, String what) throws Exception {
    if (!Objects.equals(actual, wanted)) throw new Exception(what + ": " + actual + " instead of " + wanted);
  }

  static Map<String, Object> with(Map<String, Object> base, Object... more) {
    Map<String, Object> all = new HashMap<>(base);
    for (int i = 0; i < more.length; i += 2) all.put((String) more[i], more[i + 1]);
    return all;
  }

  /** MUTUAL is the listener with TLS that wants a certificate. */
  static Map<String, Object> listener(String name, String mechanism) {
    Map<String, String> address = Map.of("SASL_PLAINTEXT", "saslPlaintext", "SSL", "ssl", "SASL_SSL", "saslSsl", "MUTUAL", "mutual");
    String protocol = name.equals("MUTUAL") ? "SSL" : name;
    Map<String, Object> config = with(Map.of(), "bootstrap.servers", order.get(address.get(name)), "security.protocol", protocol);
    if (protocol.endsWith("SSL")) {
      config.put("ssl.truststore.type", "PEM");
      config.put("ssl.truststore.location", order.get("caFile"));
    }
    if (name.equals("MUTUAL")) {
      config.put("ssl.keystore.type", "PKCS12"); // 2.8 reads no PEM without a password
      config.put("ssl.keystore.location", order.get("keystoreFile"));
      config.put("ssl.keystore.password", order.get("keystorePassword"));
      config.put("ssl.key.password", order.get("keystorePassword"));
    }
    if (mechanism != null) {
      config.put("sasl.mechanism", mechanism);
      config.put("sasl.jaas.config", "org.apache.kafka.common.security." + login(mechanism) + ";");
    }
    return config;
  }

  static String login(String mechanism) {
    if (mechanism.equals("OAUTHBEARER")) return "oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub=\"" + order.get("user") + "\"";
    String module = mechanism.equals("PLAIN") ? "plain.PlainLoginModule" : "scram.ScramLoginModule";
    return module + " required username=\"" + order.get("user") + "\" password=\"" + order.get("password") + "\"";
  }

  static void create(String topic, int partitions, Map<String, Object> config) throws Exception {
    try (Admin admin = Admin.create(config)) {
      admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get(20, TimeUnit.SECONDS);
    }
  }

  static KafkaProducer<String, String> producer(Map<String, Object> config) {
    return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
  }

  static KafkaConsumer<String, String> consumer(Map<String, Object> config) {
    return new KafkaConsumer<>(with(config, "auto.offset.reset", "earliest", "metadata.max.age.ms", "1000"), new StringDeserializer(), new StringDeserializer());
  }

  static void produce(String topic, List<String> values, Integer partitions, Map<String, Object> config) throws Exception {
    try (KafkaProducer<String, String> producer = producer(config)) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        ProducerRecord<String, String> record = new ProducerRecord<>(topic, partitions == null ? null : i % partitions, "k" + i, values.get(i));
        record.headers().add("h", new byte[] {120});
        sent.add(producer.send(record));
      }
      for (Future<RecordMetadata> one : sent) one.get(20, TimeUnit.SECONDS);
    }
  }

  static List<String> read(String topic, int count, Map<String, Object> config) throws Exception {
    try (KafkaConsumer<String, String> consumer = consumer(with(config, "enable.auto.commit", "false"))) {
      consumer.assign(consumer.partitionsFor(topic).stream().map(p -> new TopicPartition(topic, p.partition())).collect(Collectors.toList()));
      List<String> got = new ArrayList<>();
      until(() -> {
        consumer.poll(Duration.ofMillis(200)).forEach(r -> got.add(r.value()));
        return got.size() >= count;
      }, count + " records of " + topic);
      consumer.poll(Duration.ofMillis(200)).forEach(r -> got.add(r.value()));
      expect(got.size(), count, "records");
      return got;
    }
  }

  static List<String> values(String letter, int count) {
    return IntStream.range(0, count).mapToObj(i -> letter + i).collect(Collectors.toList());
  }

  static void roundTrip(String name, Map<String, Object> connection, Object... more) throws Exception {
    String topic = unique(name);
    create(topic, 1, connection);
    List<String> values = values("x".repeat(100), 50);
    produce(topic, values, null, with(connection, more));
    expect(read(topic, 50, connection), values, "values");
  }

  static class Member extends Thread {
    final Set<String> values = ConcurrentHashMap.newKeySet();
    final KafkaConsumer<String, String> consumer;
    volatile int count;
    volatile boolean stopped;
    volatile Exception failure;

    Member(String topic, Map<String, Object> config) {
      consumer = consumer(config);
      consumer.subscribe(List.of(topic));
      setDaemon(true);
      start();
    }

    public void run() {
      try {
        while (!stopped) {
          consumer.poll(Duration.ofMillis(100)).forEach(r -> values.add(r.value()));
          count = consumer.assignment().size();
        }
      } catch (Exception e) {
        failure = e;
      }
      consumer.close();
    }
  }

  static void group(String name, Object... more) throws Exception {
    String topic = unique(name);
    create(topic, 6, plain);
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < 3; i++) members.add(new Member(topic, with(with(plain, "group.id", unique(name)), more)));
    Supplier<Set<String>> seen = () -> members.stream().flatMap(m -> m.values.stream()).collect(Collectors.toSet());
    Function<List<Member>, List<Integer>> counts = some -> some.stream().map(m -> m.count).collect(Collectors.toList());
    Callable<Boolean> failed = () -> {
      for (Member m : members) if (m.failure != null) throw m.failure;
      return true;
    };
    until(() -> failed.call() && counts.apply(members).equals(List.of(2, 2, 2)), "two partitions for each of three");
    produce(topic, values("a", 60), 6, plain);
    until(() -> failed.call() && seen.get().size() == 60, "60 records for the three");
    members.get(0).stopped = true;
    members.get(0).join(20_000);
    List<Member> left = members.subList(1, 3);
    until(() -> failed.call() && counts.apply(left).equals(List.of(3, 3)), "three partitions for each of two");
    produce(topic, values("b", 60), 6, plain);
    until(() -> failed.call() && seen.get().size() == 120, "120 records");
    for (Member m : left) {
      m.stopped = true;
      m.join(20_000);
    }
  }

  static void transactions() throws Exception {
    String topic = unique("txn"), source = unique("txn-source"), id = unique("txn-id");
    create(topic, 2, plain);
    create(source, 1, plain);
    produce(source, List.of("1", "2", "3"), null, plain);
    TopicPartition from = new TopicPartition(source, 0);
    KafkaProducer<String, String> producer = producer(with(plain, "transactional.id", id));
    producer.initTransactions();
    try (KafkaConsumer<String, String> consumer = consumer(with(plain, "group.id", unique("txn-group"), "enable.auto.commit", "false"))) {
      consumer.subscribe(List.of(source));
      until(() -> !consumer.poll(Duration.ofMillis(200)).isEmpty(), "the source read");
      for (String outcome : List.of("commit", "abort", "commit")) {
        producer.beginTransaction();
        for (int i = 0; i < 3; i++) producer.send(new ProducerRecord<>(topic, i % 2, "k", outcome + " " + i));
        if (outcome.equals("commit")) {
          producer.sendOffsetsToTransaction(Map.of(from, new OffsetAndMetadata(3)), consumer.groupMetadata());
          producer.commitTransaction();
        } else {
          producer.flush();
          producer.abortTransaction();
        }
      }
      expect(consumer.committed(Set.of(from)).get(from).offset(), 3L, "committed offset");
    }
    List<String> committed = read(topic, 6, with(plain, "isolation.level", "read_committed"));
    expect(committed.stream().map(v -> v.split(" ")[0]).collect(Collectors.toSet()), Set.of("commit"), "what is read committed");
    expect(read(topic, 9, plain).size(), 9, "what is read uncommitted");
    try (KafkaProducer<String, String> other = producer(with(plain, "transactional.id", id))) {
      other.initTransactions();
      try {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic, 0, "k", "late"));
        producer.commitTransaction();
        throw new Exception("the older producer was not fenced");
      } catch (ProducerFencedException | InvalidProducerEpochException fenced) {
        // as it should be
      } catch (KafkaException wrapped) {
        if (!(wrapped.getCause() instanceof ProducerFencedException || wrapped.getCause() instanceof InvalidProducerEpochException)) throw wrapped;
      }
    } finally {
      producer.close(Duration.ofSeconds(1));
    }
  }

  static void admin() throws Exception {
    String topic = unique("admin"), group = unique("admin-group");
    create(topic, 2, plain);
    try (Admin admin = Admin.create(plain)) {
      admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(4))).all().get(20, TimeUnit.SECONDS);
      try (KafkaConsumer<String, String> consumer = consumer(plain)) {
        until(() -> consumer.partitionsFor(topic).size() == 4, "four partitions");
      }
      ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
      admin.incrementalAlterConfigs(Map.of(resource, List.of(new AlterConfigOp(new ConfigEntry("retention.ms", "1234567"), AlterConfigOp.OpType.SET)))).all().get(20, TimeUnit.SECONDS);
      until(() -> admin.describeConfigs(List.of(resource)).all().get(20, TimeUnit.SECONDS).get(resource).get("retention.ms").value().equals("1234567"), "the changed config");
      produce(topic, List.of("a", "b", "c"), 1, plain);
      TopicPartition first = new TopicPartition(topic, 0);
      expect(admin.listOffsets(Map.of(first, OffsetSpec.latest())).partitionResult(first).get(20, TimeUnit.SECONDS).offset(), 3L, "end");
      expect(admin.deleteRecords(Map.of(first, RecordsToDelete.beforeOffset(2))).lowWatermarks().get(first).get(20, TimeUnit.SECONDS).lowWatermark(), 2L, "low watermark");
      admin.alterConsumerGroupOffsets(group, Map.of(first, new OffsetAndMetadata(2))).all().get(20, TimeUnit.SECONDS);
      expect(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get(20, TimeUnit.SECONDS).get(first).offset(), 2L, "offset of the group");
      expect(admin.listConsumerGroups().all().get(20, TimeUnit.SECONDS).stream().anyMatch(g -> g.groupId().equals(group)), true, "group in the list");
      expect(admin.describeConsumerGroups(List.of(group)).all().get(20, TimeUnit.SECONDS).get(group).state().toString(), "Empty", "state of the group");
      expect(admin.describeCluster().nodes().get(20, TimeUnit.SECONDS).size(), 1, "nodes");
      admin.describeLogDirs(List.of(admin.describeCluster().nodes().get(20, TimeUnit.SECONDS).iterator().next().id())).allDescriptions().get(20, TimeUnit.SECONDS);
      admin.listPartitionReassignments().reassignments().get(20, TimeUnit.SECONDS);
      admin.describeFeatures().featureMetadata().get(20, TimeUnit.SECONDS);
      admin.describeClientQuotas(org.apache.kafka.common.quota.ClientQuotaFilter.all()).entities().get(20, TimeUnit.SECONDS);
      admin.deleteConsumerGroups(List.of(group)).all().get(20, TimeUnit.SECONDS);
      admin.deleteTopics(List.of(topic)).all().get(20, TimeUnit.SECONDS);
      until(() -> !admin.listTopics().names().get(20, TimeUnit.SECONDS).contains(topic), "the topic gone");
    }
  }

  static void acls() throws Exception {
    try (Admin admin = Admin.create(plain)) {
      AclBinding binding = new AclBinding(new ResourcePattern(ResourceType.TOPIC, unique("acl"), PatternType.LITERAL), new AccessControlEntry("User:bob", "*", AclOperation.READ, AclPermissionType.ALLOW));
      admin.createAcls(List.of(binding)).all().get(20, TimeUnit.SECONDS);
      until(() -> admin.describeAcls(binding.toFilter()).values().get(20, TimeUnit.SECONDS).size() == 1, "the ACL");
      expect(new ArrayList<>(admin.deleteAcls(List.of(binding.toFilter())).all().get(20, TimeUnit.SECONDS)), List.of(binding), "deleted ACLs");
    }
  }

  static String quoted(Object text) {
    return '"' + String.valueOf(text).replace("\\", "\\\\").replace("\"", "'").replaceAll("\\s+", " ") + '"';
  }

  public static void main(String[] args) throws Exception {
    for (int i = 0; i < args.length; i += 2) order.put(args[i], args[i + 1]); // flat names and values: the JDK reads no JSON
    plain = Map.of("bootstrap.servers", order.get("bootstrap"));
    String version = AppInfoParser.getVersion();
    boolean knowsConsumerProtocol = Integer.parseInt(version.split("\\.")[0]) >= 4;
    System.out.println("{\"version\":" + quoted(version) + "}");
    Map<String, Act> acts = new HashMap<>();
    for (String codec : List.of("none", "gzip", "snappy", "lz4", "zstd")) acts.put(codec, () -> roundTrip(codec, plain, "compression.type", codec));
    acts.put("idempotent", () -> roundTrip("idempotent", plain, "enable.idempotence", "true", "acks", "all"));
    acts.put("group", () -> group("group"));
    if (knowsConsumerProtocol) acts.put("consumer protocol", () -> group("group-848", "group.protocol", "consumer"));
    acts.put("transactions", Drive::transactions);
    acts.put("admin", Drive::admin);
    acts.put("acls", Drive::acls);
    for (String mechanism : List.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER")) acts.put(mechanism, () -> roundTrip(mechanism, listener("SASL_PLAINTEXT", mechanism)));
    acts.put("TLS", () -> roundTrip("tls", listener("SSL", null)));
    acts.put("mutual TLS", () -> roundTrip("mutual-tls", listener("MUTUAL", null)));
    acts.put("SASL over TLS", () -> roundTrip("sasl-ssl", listener("SASL_SSL", "SCRAM-SHA-512")));
    for (String name : order.get("capabilities").split(",")) {
      String outcome = "works", note = "";
      try {
        if (!acts.containsKey(name)) { outcome = "absent"; note = "not in this client"; }
        else acts.get(name).run();
      } catch (Throwable e) {
        e.printStackTrace();
        outcome = "fails";
        note = e.toString();
      }
      System.out.println("{\"capability\":" + quoted(name) + ",\"outcome\":" + quoted(outcome) + ",\"note\":" + quoted(note.substring(0, Math.min(300, note.length()))) + "}");
    }
    System.exit(0);
  }
}
