"""LiveKit Agents: language model, speech, and transcription, also over a WebSocket."""

import asyncio
import json

import aiohttp
from livekit import rtc
from livekit.agents import APIConnectOptions, llm
from livekit.plugins import openai

from checks import BASE, KEY, afails, has, run

MODEL = "gpt-5.4-mini"
ONCE = APIConnectOptions(max_retry=0, timeout=30)
BASICS = {"base_url": BASE, "api_key": KEY}
# Twenty milliseconds of silence.
FRAME = rtc.AudioFrame(bytes(960), 24000, 1, 480)


async def read(model, text):
    context = llm.ChatContext.empty()
    context.add_message(role="user", content=text)
    parts = []
    async with model.chat(chat_ctx=context, conn_options=ONCE) as stream:
        async for chunk in stream:
            if chunk.delta and chunk.delta.content:
                parts.append(chunk.delta.content)
    return "".join(parts)


async def chat_stream():
    has(await read(openai.LLM(model=MODEL, **BASICS), "[chat-stream]"), "[chat-stream]")


async def speech():
    async with aiohttp.ClientSession():
        one = openai.TTS(model="gpt-4o-mini-tts", response_format="wav", **BASICS)
        frames = [part async for part in one.synthesize("[speech]", conn_options=ONCE)]
    assert frames


async def transcription():
    one = openai.STT(model="gpt-4o-mini-transcribe", use_realtime=False, **BASICS)
    event = await one.recognize([FRAME] * 50, conn_options=ONCE)
    has(event.alternatives[0].text, "file.wav")


def first_message(session):
    """Resolves with the first message of the session's first WebSocket."""
    first = asyncio.get_running_loop().create_future()
    connect = session.ws_connect

    async def ws_connect(*args, **options):
        socket = await connect(*args, **options)
        receive = socket.receive

        async def receive_first(*args, **options):
            message = await receive(*args, **options)
            if not first.done():
                first.set_result(message.data)
            return message

        socket.receive = receive_first
        return socket

    session.ws_connect = ws_connect
    return first


async def realtime_transcription():
    """It names the model of transcription in the URL, so that a gateway can route it."""
    async with aiohttp.ClientSession() as session:
        one = openai.STT(model="gpt-4o-mini-transcribe", use_realtime=True, **BASICS)
        one._session = session
        first = first_message(session)
        one.on("error", lambda error: first.done() or first.set_exception(AssertionError(error)))
        stream = one.stream(conn_options=ONCE)
        stream.push_frame(FRAME)
        event = json.loads(await first)
        has(event["type"], "session.created")
        await stream.aclose()


async def wrong_key():
    await afails(read(openai.LLM(model=MODEL, base_url=BASE, api_key="sk-wrong"), "hi"), "401")


run(globals())
