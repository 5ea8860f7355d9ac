"""What the Python programs share: where the gateway is, and how checks are run and reported."""

import asyncio
import inspect
import io
import math
import os
import struct
import sys
import traceback
import wave

ORIGIN = os.environ["GATEWAY_ORIGIN"]
TLS_ORIGIN = os.environ["GATEWAY_TLS_ORIGIN"]
BASE = f"{ORIGIN}/v1"
KEY = os.environ["GATEWAY_KEY"]
DATA_KEY = os.environ["GATEWAY_DATA_KEY"]

# It refuses sampling parameters, the default values too.
STRICT_MODEL = "gpt-5-mini"

# Headers that make Azure's stand-in fail.
CUT = {"x-ms-fault": "cut-after-events=5"}
ONCE_429 = {"x-ms-fault": "429; retry-after-ms=10; first=1"}
# Longer than the time after which the gateway keeps a stream alive.
SLOW = {"x-ms-fault": "slow-first-byte; ms=16500"}


def wav() -> io.BytesIO:
    """A second of a tone."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16000)
        tone = (int(8000 * math.sin(at / 6)) for at in range(16000))
        sound.writeframes(b"".join(struct.pack("<h", level) for level in tone))
    buffer.seek(0)
    buffer.name = "tone.wav"
    return buffer


def has(text, part):
    """The answer repeats what Azure received, so it must contain it."""
    assert part in str(text), f"{part!r} is not in {str(text)[:200]!r}"


def fails(call, *parts):
    """The call must raise, with these parts in its message."""
    try:
        result = call()
    except Exception as error:  # noqa: BLE001
        said = f"{type(error).__name__} {error}"
        for part in parts:
            has(said, part)
        return error
    raise AssertionError(f"no error, but {str(result)[:200]!r}")


async def afails(awaitable, *parts):
    try:
        result = await awaitable
    except Exception as error:  # noqa: BLE001
        said = f"{type(error).__name__} {error}"
        for part in parts:
            has(said, part)
        return error
    raise AssertionError(f"no error, but {str(result)[:200]!r}")


def run(checks):
    """Runs the checks that the command line names: `chat-stream` is the function chat_stream."""
    for name in sys.argv[1:]:
        try:
            result = checks[name.replace("-", "_")]()
            if inspect.isawaitable(result):
                asyncio.run(result)
            # A client may have left the last line open.
            print(f"\nok {name}")
        except BaseException as error:  # noqa: BLE001
            traceback.print_exc()
            why = f"{type(error).__name__}: {error}".replace("\n", " ")[:400]
            print(f"\nnot ok {name} - {why}")
        sys.stdout.flush()
    sys.stdout.flush()
    # Threads of a client's own may not keep the program alive.
    os._exit(0)
