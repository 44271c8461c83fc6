"""aiokafka as a client of the broker under test."""
import asyncio
import ssl

import aiokafka
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.abc import AbstractTokenProvider
from aiokafka.admin import AIOKafkaAdminClient, NewPartitions, NewTopic, RecordsToDelete
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from drive import CODECS, address_of, check_fenced, check_outcomes, drive, expect, order, secured, unique, values

PLAIN = {"bootstrap_servers": order["bootstrap"]}


class Token(AbstractTokenProvider):
    async def token(self):
        return order["token"]


def listener(name, mechanism=None):
    address, protocol = address_of(name)
    conf = {"bootstrap_servers": address, "security_protocol": protocol}
    if protocol.endswith("SSL"):
        conf["ssl_context"] = ssl.create_default_context(cafile=order["caFile"])
    if name == "MUTUAL":
        conf["ssl_context"].load_cert_chain(order["certFile"], order["keyFile"])
    if mechanism == "OAUTHBEARER":
        conf |= {"sasl_mechanism": mechanism, "sasl_oauth_token_provider": Token()}
    elif mechanism:
        conf |= {"sasl_mechanism": mechanism, "sasl_plain_username": order["user"], "sasl_plain_password": order["password"]}
    return conf


async def until(done, what, seconds=30):
    for _ in range(seconds * 20):
        if done():
            return
        await asyncio.sleep(0.05)
    raise TimeoutError(f"not within {seconds} s: {what}")


async def create(topic, partitions=1, conf=PLAIN):
    client = AIOKafkaAdminClient(**conf)
    await client.start()
    await client.create_topics([NewTopic(topic, num_partitions=partitions, replication_factor=1)])
    await client.close()


async def produce(topic, values, conf=PLAIN, partitions=None, **more):
    producer = AIOKafkaProducer(**(conf | more))
    await producer.start()
    sent = [
        await producer.send(topic, v.encode(), key=f"k{i}".encode(), headers=[("h", b"x")], partition=None if partitions is None else i % partitions)
        for i, v in enumerate(values)
    ]
    await asyncio.gather(*sent)
    await producer.stop()


async def read(topic, count, conf=PLAIN, **more):
    consumer = AIOKafkaConsumer(**(conf | {"auto_offset_reset": "earliest", "enable_auto_commit": False} | more))
    await consumer.start()
    await consumer._client.force_metadata_update()
    await consumer._client.set_topics([topic])
    consumer.assign([TopicPartition(topic, p) for p in sorted(consumer.partitions_for_topic(topic))])
    got = []
    for _ in range(60):
        for records in (await consumer.getmany(timeout_ms=300)).values():
            got += [r.value.decode() for r in records]
        if len(got) >= count:
            break
    await consumer.stop()
    expect(len(got), count, "records")
    return got


async def round_trip(name, conf=PLAIN, **more):
    topic = unique(name)
    await create(topic, conf=conf)
    await produce(topic, values(), conf, **more)
    expect(await read(topic, len(values()), conf), values(), "values")


class Member:
    @classmethod
    async def of(cls, topic, group):
        self = cls()
        self.values = []
        self.consumer = AIOKafkaConsumer(topic, group_id=group, auto_offset_reset="earliest", metadata_max_age_ms=1000, **PLAIN)
        await self.consumer.start()
        self.task = asyncio.create_task(self.run())
        return self

    async def run(self):
        async for record in self.consumer:
            self.values.append(record.value.decode())

    def count(self):
        return len(self.consumer.assignment())

    async def stop(self):
        self.task.cancel()
        await self.consumer.stop()


async def group():
    topic = unique("group")
    await create(topic, 6)
    members = await asyncio.gather(*[Member.of(topic, unique("group")) for _ in range(3)])
    await until(lambda: [m.count() for m in members] == [2, 2, 2], "two partitions for each of three")
    await produce(topic, [f"a{i}" for i in range(60)], partitions=6)
    await until(lambda: len({v for m in members for v in m.values}) == 60, "60 records for the three")
    await members[0].stop()
    await until(lambda: [m.count() for m in members[1:]] == [3, 3], "three partitions for each of two")
    await produce(topic, [f"b{i}" for i in range(60)], partitions=6)
    await until(lambda: len({v for m in members for v in m.values}) == 120, "120 records")
    for member in members[1:]:
        await member.stop()


async def transactions():
    topic, source, txn = unique("txn"), unique("txn-source"), unique("txn-id")
    await create(topic, 2)
    await create(source)
    await produce(source, ["1", "2", "3"])
    producer = AIOKafkaProducer(transactional_id=txn, **PLAIN)
    await producer.start()
    group_id = unique("txn-group")
    for outcome in ["commit", "abort", "commit"]:
        await producer.begin_transaction()
        for i in range(3):
            await producer.send_and_wait(topic, f"{outcome} {i}".encode(), partition=i % 2)
        if outcome == "commit":
            await producer.send_offsets_to_transaction({TopicPartition(source, 0): 3}, group_id)
            await producer.commit_transaction()
        else:
            await producer.abort_transaction()
    consumer = AIOKafkaConsumer(group_id=group_id, **PLAIN)
    await consumer.start()
    expect(await consumer.committed(TopicPartition(source, 0)), 3, "committed offset")
    await consumer.stop()
    check_outcomes(await read(topic, 6, isolation_level="read_committed"), await read(topic, 9, isolation_level="read_uncommitted"))
    other = AIOKafkaProducer(transactional_id=txn, **PLAIN)
    await other.start()
    try:
        await producer.begin_transaction()
        await producer.send_and_wait(topic, b"late", partition=0)
        await producer.commit_transaction()
    except Exception as error:  # noqa: BLE001 - the class differs with the moment
        check_fenced(error)
    else:
        raise AssertionError("the older producer was not fenced")
    finally:
        await other.stop()


async def admin():
    topic = unique("admin")
    await create(topic, 2)
    client = AIOKafkaAdminClient(**PLAIN)
    await client.start()
    await client.create_partitions({topic: NewPartitions(4)})
    for _ in range(100):
        if len((await client.describe_topics([topic]))[0]["partitions"]) == 4:
            break
        await asyncio.sleep(0.1)
    else:
        raise AssertionError("there are not four partitions")
    await client.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, configs={"retention.ms": "1234567"})])
    expect("1234567" in repr(await client.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic)])), True, "the changed config")
    await produce(topic, ["a", "b", "c"], partitions=1)
    await client.delete_records({TopicPartition(topic, 0): RecordsToDelete(before_offset=2)})
    group_id = unique("admin-group")
    consumer = AIOKafkaConsumer(group_id=group_id, enable_auto_commit=False, **PLAIN)
    await consumer.start()
    partition = TopicPartition(topic, 0)
    consumer.assign([partition])
    expect(await consumer.beginning_offsets([partition]), {partition: 2}, "start")
    expect(await consumer.end_offsets([partition]), {partition: 3}, "end")
    await consumer.commit({partition: 2})
    await consumer.stop()
    expect(group_id in repr(await client.list_consumer_groups()), True, "group in the list")
    expect("Empty" in repr(await client.describe_consumer_groups([group_id])), True, "state of the group")
    expect((await client.list_consumer_group_offsets(group_id))[partition].offset, 2, "offset of the group")
    await client.delete_topics([topic])
    await client.close()


def run(coroutine):
    return lambda: asyncio.run(asyncio.wait_for(coroutine(), 60))


drive(
    aiokafka.__version__,
    {
        **{codec: run(lambda codec=codec: round_trip(codec, compression_type=None if codec == "none" else codec)) for codec in CODECS},
        "idempotent": run(lambda: round_trip("idempotent", enable_idempotence=True)),
        "group": run(group),
        "transactions": run(transactions),
        "admin": run(admin),
        **secured(lambda *given: run(lambda: round_trip(*given))(), listener),
    },
)
