"""kafka-python as a client of the broker under test."""
import kafka
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import ACL, ACLFilter, ACLOperation, ACLPermissionType, ACLResourcePatternType, ConfigResource, ConfigResourceType, NewPartitions, NewTopic, ResourcePattern, ResourcePatternFilter, ResourceType
from kafka.net.sasl.oauth import AbstractTokenProvider
from kafka.structs import OffsetAndMetadata
from drive import CODECS, Member, address_of, check_fenced, check_outcomes, drive, expect, group_of_three, order, secured, unique, until, values

PLAIN = {"bootstrap_servers": order["bootstrap"]}


class Token(AbstractTokenProvider):
    def token(self):
        return order["token"]


def listener(name, mechanism=None):
    address, protocol = address_of(name)
    conf = {"bootstrap_servers": address, "security_protocol": protocol}
    if protocol.endswith("SSL"):
        conf["ssl_cafile"] = order["caFile"]
    if name == "MUTUAL":
        conf |= {"ssl_certfile": order["certFile"], "ssl_keyfile": order["keyFile"]}
    if mechanism == "OAUTHBEARER":
        conf |= {"sasl_mechanism": mechanism, "sasl_oauth_token_provider": Token()}
    elif mechanism:
        conf |= {"sasl_mechanism": mechanism, "sasl_plain_username": order["user"], "sasl_plain_password": order["password"]}
    return conf


def create(topic, partitions=1, conf=PLAIN):
    client = KafkaAdminClient(**conf)
    client.create_topics([NewTopic(topic, num_partitions=partitions, replication_factor=1)])
    client.close()


def produce(topic, values, conf=PLAIN, partitions=None, **more):
    producer = KafkaProducer(**(conf | more))
    sent = [
        producer.send(topic, v.encode(), key=f"k{i}".encode(), headers=[("h", b"x")], partition=None if partitions is None else i % partitions)
        for i, v in enumerate(values)
    ]
    for future in sent:
        future.get(20)
    producer.close()


def read(topic, count, conf=PLAIN, **more):
    consumer = KafkaConsumer(**(conf | {"auto_offset_reset": "earliest", "enable_auto_commit": False} | more))
    consumer.assign([TopicPartition(topic, p) for p in sorted(consumer.partitions_for_topic(topic))])
    got = []

    def step():
        for records in consumer.poll(timeout_ms=200).values():
            got.extend(r.value.decode() for r in records)

    until(lambda: len(got) >= count, f"{count} records of {topic}", step=step)
    step()
    consumer.close()
    expect(len(got), count, "records")
    return got


def round_trip(name, conf=PLAIN, **more):
    topic = unique(name)
    create(topic, conf=conf)
    produce(topic, values(), conf, **more)
    expect(read(topic, len(values()), conf), values(), "values")


class Reader(Member):
    def poll(self):
        return [r.value.decode() for records in self.consumer.poll(timeout_ms=100).values() for r in records]


def group():
    def member(topic, group_id):
        return Reader(KafkaConsumer(topic, group_id=group_id, auto_offset_reset="earliest", **PLAIN))

    group_of_three("group", create, produce, member)


def transactions():
    topic, source, txn = unique("txn"), unique("txn-source"), unique("txn-id")
    create(topic, 2)
    create(source)
    produce(source, ["1", "2", "3"])
    producer = KafkaProducer(transactional_id=txn, **PLAIN)
    producer.init_transactions()
    group_id = unique("txn-group")
    for outcome in ["commit", "abort", "commit"]:
        producer.begin_transaction()
        for i in range(3):
            producer.send(topic, f"{outcome} {i}".encode(), partition=i % 2)
        if outcome == "commit":
            producer.send_offsets_to_transaction({TopicPartition(source, 0): OffsetAndMetadata(3, "", -1)}, group_id)
            producer.commit_transaction()
        else:
            producer.flush(10)
            producer.abort_transaction()
    consumer = KafkaConsumer(group_id=group_id, **PLAIN)
    expect(consumer.committed(TopicPartition(source, 0)), 3, "committed offset")
    consumer.close()
    check_outcomes(read(topic, 6, isolation_level="read_committed"), read(topic, 9, isolation_level="read_uncommitted"))
    other = KafkaProducer(transactional_id=txn, **PLAIN)
    other.init_transactions()
    try:
        producer.begin_transaction()
        producer.send(topic, b"late", partition=0).get(10)
        producer.commit_transaction()
    except Exception as error:  # noqa: BLE001 - the class differs with the moment
        check_fenced(error)
        return
    raise AssertionError("the older producer was not fenced")


def admin():
    topic = unique("admin")
    create(topic, 2)
    client = KafkaAdminClient(**PLAIN)
    client.create_partitions({topic: NewPartitions(4)})
    until(lambda: len(client.describe_topics([topic])[0]["partitions"]) == 4, "four partitions")
    client.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, configs={"retention.ms": "1234567"})])
    until(lambda: "1234567" in repr(client.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic)])), "the changed config")
    produce(topic, ["a", "b", "c"], partitions=1)
    client.delete_records({TopicPartition(topic, 0): 2})
    group_id = unique("admin-group")
    consumer = KafkaConsumer(group_id=group_id, enable_auto_commit=False, **PLAIN)
    consumer.assign([TopicPartition(topic, 0)])
    expect(consumer.beginning_offsets([TopicPartition(topic, 0)]), {TopicPartition(topic, 0): 2}, "start")
    expect(consumer.end_offsets([TopicPartition(topic, 0)]), {TopicPartition(topic, 0): 3}, "end")
    consumer.commit({TopicPartition(topic, 0): OffsetAndMetadata(2, "", -1)})
    consumer.close()
    expect(group_id in repr(client.list_groups()), True, "group in the list")
    expect("Empty" in repr(client.describe_groups([group_id])), True, "state of the group")
    client.describe_cluster()
    client.delete_groups([group_id])
    client.delete_topics([topic])
    until(lambda: topic not in client.list_topics(), "the topic gone")
    client.close()


def acls():
    client = KafkaAdminClient(**PLAIN)
    name = unique("acl")
    acl = ACL(principal="User:bob", host="*", operation=ACLOperation.READ, permission_type=ACLPermissionType.ALLOW, resource_pattern=ResourcePattern(ResourceType.TOPIC, name))
    client.create_acls([acl])
    asked = ACLFilter(principal=None, host="*", operation=ACLOperation.ANY, permission_type=ACLPermissionType.ANY, resource_pattern=ResourcePatternFilter(ResourceType.TOPIC, name, ACLResourcePatternType.ANY))
    until(lambda: "bob" in repr(client.describe_acls(asked)), "the ACL")
    expect("bob" in repr(client.delete_acls([asked])), True, "deleted ACL")
    client.close()


drive(
    kafka.__version__,
    {
        **{codec: lambda codec=codec: round_trip(codec, compression_type=None if codec == "none" else codec) for codec in CODECS},
        "idempotent": lambda: round_trip("idempotent", enable_idempotence=True, acks="all"),
        "group": group,
        "transactions": transactions,
        "admin": admin,
        "acls": acls,
        **secured(round_trip, listener),
    },
)
