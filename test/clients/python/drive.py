"""What the Python drivers share: the order comes as JSON, one line of JSON goes out for each capability."""
import json
import sys
import time
import traceback

order = json.loads(sys.argv[1])


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
