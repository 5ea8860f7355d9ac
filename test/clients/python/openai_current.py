"""openai-python 3: OpenAI, AzureOpenAI and what their helpers do."""

import base64
import json

from openai import AsyncOpenAI, AzureOpenAI, OpenAI, AuthenticationError
from pydantic import BaseModel

from checks import BASE, CUT, DATA_KEY, KEY, ONCE_429, ORIGIN, STRICT_MODEL, fails, has, run, wav

MODEL = "gpt-5.4-mini"
client = OpenAI(base_url=BASE, api_key=KEY, max_retries=0)
azure = AzureOpenAI(azure_endpoint=ORIGIN, api_key=KEY, api_version="2024-10-21", max_retries=0)
data = OpenAI(base_url=BASE, api_key=DATA_KEY, max_retries=0)

WEATHER = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}


def user(text):
    return [{"role": "user", "content": text}]


def models():
    assert MODEL in [model.id for model in client.models.list()]


def chat():
    for one in (client, azure):
        answer = one.chat.completions.create(model=MODEL, messages=user("[chat]"))
        has(answer.choices[0].message.content, "[chat]")
        assert answer.usage.total_tokens > 0


def chat_stream():
    for one in (client, azure):
        stream = one.chat.completions.create(
            model=MODEL,
            messages=user("[chat-stream]"),
            stream=True,
            stream_options={"include_usage": True},
        )
        chunks = list(stream)
        text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
        has(text, "[chat-stream]")
        assert chunks[-1].usage.total_tokens > 0


def chat_tools():
    tool = {"type": "function", "function": {"name": "weather", "parameters": WEATHER}}
    messages = user("[chat-tools]")
    first = client.chat.completions.create(model=MODEL, messages=messages, tools=[tool])
    message = first.choices[0].message
    has(json.loads(message.tool_calls[0].function.arguments)["city"], "[chat-tools]")
    messages += [
        message,
        {"role": "tool", "tool_call_id": message.tool_calls[0].id, "content": "sunny"},
    ]
    second = client.chat.completions.create(model=MODEL, messages=messages)
    has(second.choices[0].message.content, "sunny")


def chat_json():
    class City(BaseModel):
        city: str

    answer = client.chat.completions.parse(
        model=MODEL, messages=user("[chat-json]"), response_format=City
    )
    has(answer.choices[0].message.parsed.city, "[chat-json]")


def chat_defaults():
    """Defaults of sampling parameters, which several clients always send."""
    answer = client.chat.completions.create(
        model=STRICT_MODEL,
        messages=user("[chat-defaults]"),
        temperature=1,
        top_p=1,
        presence_penalty=0,
        frequency_penalty=0,
        max_tokens=500,
        logit_bias={},
    )
    has(answer.choices[0].message.content, "[chat-defaults]")


def chat_cut():
    def read():
        return list(
            client.chat.completions.create(
                model=MODEL, messages=user("[chat-cut] " * 20), stream=True, extra_headers=CUT
            )
        )

    has(fails(read), "")


def responses():
    answer = client.responses.create(model=MODEL, input="[responses]", instructions="Be short.")
    has(answer.output_text, "[responses]")


def responses_stream():
    with client.responses.stream(model=MODEL, input="[responses-stream]") as stream:
        kinds = [event.type for event in stream]
        has(stream.get_final_response().output_text, "[responses-stream]")
    assert kinds[0] == "response.created" and kinds[-1] == "response.completed", kinds


def responses_tools():
    tool = {"type": "function", "name": "weather", "parameters": WEATHER, "strict": True}
    first = client.responses.create(model=MODEL, input="[responses-tools]", tools=[tool])
    call = next(item for item in first.output if item.type == "function_call")
    second = client.responses.create(
        model=MODEL,
        input=[
            {"role": "user", "content": "[responses-tools]"},
            call.model_dump(exclude_none=True),
            {"type": "function_call_output", "call_id": call.call_id, "output": "sunny"},
        ],
    )
    has(second.output_text, "sunny")


def responses_chain():
    first = client.responses.create(model=MODEL, input="first [responses-chain]")
    second = client.responses.create(
        model=MODEL, input="second [responses-chain]", previous_response_id=first.id
    )
    has(second.output_text, "first [responses-chain]")
    assert client.responses.retrieve(first.id).id == first.id


def responses_defaults():
    answer = client.responses.create(
        model=STRICT_MODEL, input="[responses-defaults]", temperature=1, top_p=1
    )
    has(answer.output_text, "[responses-defaults]")


def responses_cut():
    def read():
        return list(
            client.responses.create(
                model=MODEL, input="[responses-cut] " * 20, stream=True, extra_headers=CUT
            )
        )

    fails(read, "APIError")


def background_resume():
    """A background response whose stream is read again from an event in its middle."""
    stream = client.responses.create(
        model=MODEL, input="[background-resume]", background=True, stream=True
    )
    begin = [next(stream), next(stream)]
    stream.close()
    response_id = begin[0].response.id
    rest = list(
        client.responses.retrieve(
            response_id, stream=True, starting_after=begin[-1].sequence_number
        )
    )
    assert rest[0].sequence_number == begin[-1].sequence_number + 1, rest[0]
    assert rest[-1].type == "response.completed", rest[-1].type
    has(rest[-1].response.output_text, "[background-resume]")


def embeddings():
    for one in (client, azure):
        answer = one.embeddings.create(
            model="text-embedding-3-small", input=["[embeddings]", "two"], dimensions=256
        )
        assert [len(item.embedding) for item in answer.data] == [256, 256]


def image():
    answer = client.images.generate(model="gpt-image-2", prompt="[image]", size="1024x1024")
    assert base64.b64decode(answer.data[0].b64_json).startswith(b"\x89PNG")


def image_defaults():
    """What clients written for dall-e-3 send."""
    answer = client.images.generate(
        model="dall-e-3",
        prompt="[image-defaults]",
        style="vivid",
        quality="standard",
        response_format="b64_json",
    )
    assert answer.data[0].b64_json


def transcription():
    answer = client.audio.transcriptions.create(model="whisper-1", file=wav())
    has(answer.text, "tone.wav")


def speech():
    answer = client.audio.speech.create(
        model="tts-1", voice="alloy", input="[speech]", response_format="wav"
    )
    assert answer.read().startswith(b"RIFF")


async def realtime():
    async with AsyncOpenAI(
        base_url=BASE, api_key=KEY, websocket_base_url=BASE.replace("http:", "ws:")
    ).realtime.connect(model="gpt-realtime-1.5") as socket:
        await socket.session.update(session={"type": "realtime", "output_modalities": ["text"]})
        await socket.conversation.item.create(
            item={
                "type": "message",
                "role": "user",
                "content": [{"type": "input_text", "text": "[realtime]"}],
            }
        )
        await socket.response.create()
        async for event in socket:
            if event.type == "response.output_text.done":
                has(event.text, "[realtime]")
                return
            assert event.type != "error", event


async def realtime_call():
    """The side channel of a call opens at the account that has the call."""
    offer = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"
    one = AsyncOpenAI(base_url=BASE, api_key=KEY, websocket_base_url=BASE.replace("http:", "ws:"))
    for _ in range(6):
        call = await one.realtime.calls.create(
            sdp=offer, session={"type": "realtime", "model": "gpt-realtime-1.5"}
        )
        call_id = call.response.headers["location"].split("/")[-1].split("?")[0]
        async with one.realtime.connect(call_id=call_id) as socket:
            event = await socket.recv()
            assert event.type == "session.created", event


def files():
    made = data.files.create(file=("a.jsonl", b'{"a":1}\n'), purpose="batch")
    assert data.files.content(made.id).read() == b'{"a":1}\n'
    assert data.files.delete(made.id).deleted


def batch():
    line = {
        "custom_id": "1",
        "method": "POST",
        "url": "/v1/chat/completions",
        "body": {"model": "gpt-5.4-batch", "messages": user("[batch]")},
    }
    sent = data.files.create(file=("a.jsonl", json.dumps(line).encode()), purpose="batch")
    made = data.batches.create(
        input_file_id=sent.id, endpoint="/v1/chat/completions", completion_window="24h"
    )
    looks = 0
    while made.status not in ("completed", "failed", "cancelled", "expired"):
        looks += 1
        assert looks < 50, made.status
        assert isinstance(made.created_at, int), made.created_at
        made = data.batches.retrieve(made.id)
    assert made.status == "completed", made
    has(data.files.content(made.output_file_id).text, "[batch]")


def containers():
    made = data.containers.create(name="box")
    data.containers.files.create(made.id, file=("a.txt", b"hello"))
    [kept] = list(data.containers.files.list(made.id))
    assert data.containers.files.content.retrieve(kept.id, container_id=made.id).read() == b"hello"
    data.containers.delete(made.id)


def wrong_key():
    for one in (client.with_options(api_key="sk-wrong"), azure.with_options(api_key="sk-wrong")):
        error = fails(lambda: one.chat.completions.create(model=MODEL, messages=user("hi")))
        assert isinstance(error, AuthenticationError) and error.code == "invalid_api_key", error


def retry():
    answer = client.with_options(max_retries=2).chat.completions.create(
        model=MODEL, messages=user("[retry]"), extra_headers=ONCE_429
    )
    has(answer.choices[0].message.content, "[retry]")


run(globals())
