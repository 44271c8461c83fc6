"""confluent-kafka (librdkafka) as a client of the broker under test."""
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
from drive import CODECS, Member, address_of, check_fenced, check_outcomes, drive, expect, group_of_three, order, secured, unique, until, values

PLAIN = {"bootstrap.servers": order["bootstrap"]}


def listener(name, mechanism=None):
    address, protocol = address_of(name)
    conf = {"bootstrap.servers": address, "security.protocol": protocol}
    if protocol.endswith("SSL"):
        conf["ssl.ca.location"] = order["caFile"]
    if name == "MUTUAL":
        conf |= {"ssl.certificate.location": order["certFile"], "ssl.key.location": order["keyFile"]}
    if mechanism == "OAUTHBEARER":
        conf |= {"sasl.mechanism": mechanism, "enable.sasl.oauthbearer.unsecure.jwt": True, "sasl.oauthbearer.config": f"principal={order['user']}"}
    elif mechanism:
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
    produce(topic, values(), conf, **more)
    expect(read(topic, len(values()), conf), values(), "values")


class Reader(Member):
    def poll(self):
        message = self.consumer.poll(0.1)
        if message is None:
            return []
        if message.error():
            raise KafkaException(message.error())
        return [message.value().decode()]


def group(name, **more):
    def member(topic, group_id):
        consumer = Consumer(PLAIN | {"group.id": group_id, "auto.offset.reset": "earliest"} | more)
        consumer.subscribe([topic])
        return Reader(consumer)

    group_of_three(name, create, produce, member)


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
    check_outcomes(read(topic, 6, **{"isolation.level": "read_committed"}), read(topic, 9, **{"isolation.level": "read_uncommitted"}))
    other = Producer(PLAIN | {"transactional.id": txn})
    other.init_transactions(20)
    try:
        producer.begin_transaction()
        producer.produce(topic, "late", partition=0)
        producer.commit_transaction(20)
    except KafkaException as error:
        check_fenced(error.args[0].name())
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
        **{codec: lambda codec=codec: round_trip(codec, **{"compression.type": codec}) for codec in CODECS},
        "idempotent": lambda: round_trip("idempotent", **{"enable.idempotence": True, "acks": "all"}),
        "group": lambda: group("group"),
        "consumer protocol": lambda: group("group-848", **CONSUMER),
        "transactions": transactions,
        "admin": admin,
        "acls": acls,
        **secured(round_trip, listener),
    },
)
