"""confluent-kafka (librdkafka) as a client of the broker under test."""
import threading

from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition, libversion
from confluent_kafka.admin import (
    AclBinding,
    AclBindingFilter,
    AclOperation,
    AclPermissionType,
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    NewPartitions,
    NewTopic,
    OffsetSpec,
    ResourcePatternType,
    ResourceType,
)
import confluent_kafka
from drive import drive, expect, order, unique, until

PLAIN = {"bootstrap.servers": order["bootstrap"]}


def listener(protocol, mechanism=None):
    address = {"SASL_PLAINTEXT": "saslPlaintext", "SSL": "ssl", "SASL_SSL": "saslSsl"}[protocol]
    conf = {"bootstrap.servers": order[address], "security.protocol": protocol}
    if "SSL" in protocol.split("_"):
        conf["ssl.ca.location"] = order["caFile"]
    if mechanism:
        conf |= {"sasl.mechanism": mechanism, "sasl.username": order["user"], "sasl.password": order["password"]}
    return conf


def create(topic, partitions=1, conf=PLAIN):
    client = AdminClient(conf)  # held: it ends its requests when it goes out of scope
    client.create_topics([NewTopic(topic, partitions, 1)])[topic].result(10)


def produce(topic, values, conf=PLAIN, partitions=None, **more):
    failures = []
    producer = Producer(conf | more)
    for i, value in enumerate(values):
        where = {} if partitions is None else {"partition": i % partitions}
        producer.produce(topic, value, key=f"k{i}", headers={"h": b"x"}, on_delivery=lambda e, _: e and failures.append(e), **where)
    expect(producer.flush(20), 0, "records left")
    expect(failures, [], "delivery errors")


def read(topic, count, conf=PLAIN, **more):
    consumer = Consumer(conf | {"group.id": unique("reader"), "auto.offset.reset": "earliest", "enable.auto.commit": False} | more)
    partitions = consumer.list_topics(topic, 10).topics[topic].partitions
    consumer.assign([TopicPartition(topic, p, 0) for p in partitions])
    got = []

    def step():
        message = consumer.poll(0.2)
        if message is not None:
            if message.error():
                raise KafkaException(message.error())
            got.append(message)

    until(lambda: len(got) >= count, f"{count} records of {topic}", step=step)
    for _ in range(3):
        step()
    consumer.close()
    expect(len(got), count, "records")
    return [m.value().decode() for m in got]


def round_trip(name, conf=PLAIN, **more):
    topic = unique(name)
    create(topic, conf=conf)
    values = [f"value {i} " + "x" * 100 for i in range(50)]
    produce(topic, values, conf, **more)
    expect(read(topic, len(values), conf), values, "values")


class Member(threading.Thread):
    def __init__(self, topic, group, **more):
        super().__init__(daemon=True)
        self.consumer = Consumer(PLAIN | {"group.id": group, "auto.offset.reset": "earliest"} | more)
        self.consumer.subscribe([topic])
        self.values, self.stopped, self.failure = [], False, None
        self.count = 0
        self.start()

    def run(self):
        while not self.stopped:
            message = self.consumer.poll(0.1)
            self.count = len(self.consumer.assignment())
            if message is not None and message.error():
                self.failure = message.error()
            elif message is not None:
                self.values.append(message.value().decode())
        self.consumer.close()

    def stop(self):
        self.stopped = True
        self.join(20)


def group(name, **more):
    topic = unique(name)
    create(topic, 6)
    members = [Member(topic, unique(name), **more) for _ in range(3)]
    until(lambda: [m.count for m in members] == [2, 2, 2], "two partitions for each of three")
    produce(topic, [f"a{i}" for i in range(60)], partitions=6)
    until(lambda: len({v for m in members for v in m.values}) == 60, "60 records for the three")
    members[0].stop()
    until(lambda: [m.count for m in members[1:]] == [3, 3], "three partitions for each of two")
    produce(topic, [f"b{i}" for i in range(60)], partitions=6)
    until(lambda: len({v for m in members for v in m.values}) == 120, "120 records")
    for member in members[1:]:
        member.stop()
    expect([m.failure for m in members], [None] * 3, "failures")


def transactions():
    topic, source, txn = unique("txn"), unique("txn-source"), unique("txn-id")
    create(topic, 2)
    create(source)
    produce(source, ["1", "2", "3"])
    producer = Producer(PLAIN | {"transactional.id": txn})
    producer.init_transactions(20)
    consumer = Consumer(PLAIN | {"group.id": unique("txn-group"), "auto.offset.reset": "earliest", "enable.auto.commit": False})
    consumer.subscribe([source])
    until(lambda: len(consumer.assignment()) == 1, "an assignment", step=lambda: consumer.poll(0.2))
    for outcome in ["commit", "abort", "commit"]:
        producer.begin_transaction()
        for i in range(3):
            producer.produce(topic, f"{outcome} {i}", partition=i % 2)
        if outcome == "commit":
            producer.send_offsets_to_transaction([TopicPartition(source, 0, 3)], consumer.consumer_group_metadata(), 20)
            producer.commit_transaction(20)
        else:
            producer.flush(10)
            producer.abort_transaction(20)
    expect(consumer.committed([TopicPartition(source, 0)], 10)[0].offset, 3, "committed offset")
    consumer.close()
    values = read(topic, 6, **{"isolation.level": "read_committed"})
    expect(sorted(set(v.split()[0] for v in values)), ["commit"], "what is read committed")
    expect(len(read(topic, 9, **{"isolation.level": "read_uncommitted"})), 9, "what is read uncommitted")
    other = Producer(PLAIN | {"transactional.id": txn})
    other.init_transactions(20)
    try:
        producer.begin_transaction()
        producer.produce(topic, "late", partition=0)
        producer.commit_transaction(20)
    except KafkaException as error:
        expect(error.args[0].name(), "_FENCED", "error of the fenced producer")
        return
    raise AssertionError("the older producer was not fenced")


def admin():
    topic = unique("admin")
    client = AdminClient(PLAIN)
    create(topic, 2)
    client.create_partitions([NewPartitions(topic, 4)])[topic].result(10)
    until(lambda: len(client.list_topics(topic, 10).topics[topic].partitions) == 4, "four partitions")
    resource = ConfigResource(ConfigResource.Type.TOPIC, topic)
    resource.add_incremental_config(ConfigEntry("retention.ms", "1234567", incremental_operation=AlterConfigOpType.SET))
    client.incremental_alter_configs([resource])[resource].result(10)
    plain = ConfigResource(ConfigResource.Type.TOPIC, topic)
    until(lambda: client.describe_configs([plain])[plain].result(10)["retention.ms"].value == "1234567", "the changed config")
    produce(topic, ["a", "b", "c"], partitions=1)
    first = TopicPartition(topic, 0)
    expect(client.list_offsets({first: OffsetSpec.latest()})[first].result(10).offset, 3, "end")
    expect(client.delete_records([TopicPartition(topic, 0, 2)])[first].result(10).low_watermark, 2, "low watermark")
    group_id = unique("admin-group")
    consumer = Consumer(PLAIN | {"group.id": group_id})
    consumer.commit(offsets=[TopicPartition(topic, 0, 1)], asynchronous=False)
    consumer.close()
    expect(any(g.group_id == group_id for g in client.list_consumer_groups().result(10).valid), True, "group in the list")
    described = client.describe_consumer_groups([group_id])[group_id].result(10)
    expect(described.state.name, "EMPTY", "state of the group")
    client.describe_cluster().result(10)
    client.delete_consumer_groups([group_id])[group_id].result(10)
    client.delete_topics([topic])[topic].result(10)
    until(lambda: topic not in client.list_topics(timeout=10).topics, "the topic gone")


def acls():
    client = AdminClient(PLAIN)
    name = unique("acl")
    binding = AclBinding(ResourceType.TOPIC, name, ResourcePatternType.LITERAL, "User:bob", "*", AclOperation.READ, AclPermissionType.ALLOW)
    client.create_acls([binding])[binding].result(10)
    asked = AclBindingFilter(ResourceType.TOPIC, name, ResourcePatternType.ANY, None, None, AclOperation.ANY, AclPermissionType.ANY)
    until(lambda: client.describe_acls(asked).result(10) == [binding], "the ACL")
    expect(client.delete_acls([asked])[asked].result(10), [binding], "deleted ACLs")


CONSUMER = {"group.protocol": "consumer"}
drive(
    f"{confluent_kafka.__version__} (librdkafka {libversion()[0]})",
    {
        **{codec: lambda codec=codec: round_trip(codec, **{"compression.type": codec}) for codec in ["none", "gzip", "snappy", "lz4", "zstd"]},
        "idempotent": lambda: round_trip("idempotent", **{"enable.idempotence": True, "acks": "all"}),
        "group": lambda: group("group"),
        "consumer protocol": lambda: group("group-848", **CONSUMER),
        "transactions": transactions,
        "admin": admin,
        "acls": acls,
        "PLAIN": lambda: round_trip("plain", listener("SASL_PLAINTEXT", "PLAIN")),
        "SCRAM-SHA-256": lambda: round_trip("scram-256", listener("SASL_PLAINTEXT", "SCRAM-SHA-256")),
        "SCRAM-SHA-512": lambda: round_trip("scram-512", listener("SASL_PLAINTEXT", "SCRAM-SHA-512")),
        "TLS": lambda: round_trip("tls", listener("SSL")),
        "SASL over TLS": lambda: round_trip("sasl-ssl", listener("SASL_SSL", "SCRAM-SHA-512")),
    },
)
