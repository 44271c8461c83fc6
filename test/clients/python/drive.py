"""What the Python drivers share: the order comes as JSON, one line of JSON goes out for each capability."""
import json
import sys
import threading
import time
import traceback

order = json.loads(sys.argv[1])
CODECS = ["none", "gzip", "snappy", "lz4", "zstd"]


def unique(name):
    return f"{order['prefix']}-{name}"


def until(done, what, seconds=30, step=lambda: time.sleep(0.05)):
    """Calls step until done() is true."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            raise TimeoutError(f"not within {seconds} s: {what}")
        step()


def expect(actual, wanted, what):
    if actual != wanted:
        raise AssertionError(f"{what}: {actual!r} instead of {wanted!r}")


def values(count=50):
    return [f"value {i} " + "x" * 100 for i in range(count)]


def address_of(listener):
    """The address of a listener and its security protocol; MUTUAL is the one that wants a certificate."""
    name = {"SASL_PLAINTEXT": "saslPlaintext", "SSL": "ssl", "SASL_SSL": "saslSsl", "MUTUAL": "mutual"}[listener]
    return order[name], "SSL" if listener == "MUTUAL" else listener


def secured(round_trip, listener):
    """The capabilities of security: a round trip over each listener with each mechanism."""

    def over(name, *where):
        return lambda: round_trip(name, listener(*where))

    return {
        **{name: over(name, "SASL_PLAINTEXT", name) for name in ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"]},
        "TLS": over("tls", "SSL"),
        "mutual TLS": over("mutual-tls", "MUTUAL"),
        "SASL over TLS": over("sasl-ssl", "SASL_SSL", "SCRAM-SHA-512"),
    }


def group_of_three(name, create, produce, member):
    """60 records to a topic of six partitions, read by three; one goes, 60 more, read by the two."""
    topic = unique(name)
    create(topic, 6)
    members = [member(topic, unique(name)) for _ in range(3)]
    until(lambda: [m.count for m in members] == [2, 2, 2], "two partitions for each of three")
    produce(topic, [f"a{i}" for i in range(60)], partitions=6)
    until(lambda: len({v for m in members for v in m.values}) == 60, "60 records for the three")
    members[0].stop()
    until(lambda: [m.count for m in members[1:]] == [3, 3], "three partitions for each of two")
    produce(topic, [f"b{i}" for i in range(60)], partitions=6)
    until(lambda: len({v for m in members for v in m.values}) == 120, "120 records")
    for left in members[1:]:
        left.stop()
    expect([m.failure for m in members], [None] * 3, "failures")


class Member(threading.Thread):
    """One of a group: polls in a thread of its own; what polling is comes from the driver."""

    def __init__(self, consumer):
        super().__init__(daemon=True)
        self.consumer = consumer
        self.values, self.stopped, self.count, self.failure = [], False, 0, None
        self.start()

    def run(self):
        while not self.stopped:
            try:
                self.values += self.poll()
            except Exception as error:  # noqa: BLE001 - told at the end
                self.failure = error
            self.count = len(self.consumer.assignment())
        self.consumer.close()

    def poll(self):
        raise NotImplementedError

    def stop(self):
        self.stopped = True
        self.join(20)


def check_outcomes(committed, all_of_them):
    """Of three transactions of three records the second was aborted."""
    expect([len(committed), len(all_of_them)], [6, 9], "records read committed and uncommitted")
    expect({v.split()[0] for v in committed}, {"commit"}, "what is read committed")


def check_fenced(error):
    expect(any(word in repr(error) for word in ["Fenced", "FENCED", "InvalidProducerEpoch"]), True, f"error of the fenced producer {error!r}")


def tell(capability, outcome, note=""):
    print(json.dumps({"capability": capability, "outcome": outcome, "note": note}), flush=True)


def drive(version, capabilities):
    """capabilities: name -> function, or a sentence that says why the client has no such thing."""
    print(json.dumps({"version": version}), flush=True)
    for name in order["capabilities"]:
        act = capabilities.get(name, "not in this client")
        if isinstance(act, str):
            tell(name, "absent", act)
            continue
        try:
            act()
            tell(name, "works")
        except Exception as error:  # noqa: BLE001 - any failure is the result
            traceback.print_exc()
            tell(name, "fails", f"{type(error).__name__}: {error}"[:300])
