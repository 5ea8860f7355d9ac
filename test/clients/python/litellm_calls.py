"""litellm: openai/, azure/ and litellm_proxy/ models."""

import litellm

from checks import BASE, CUT, DATA_KEY, KEY, ORIGIN, fails, has, run, wav

litellm.telemetry = False
OPENAI = {"model": "openai/gpt-5.4-mini", "api_base": BASE, "api_key": KEY}
AZURE = {
    "model": "azure/gpt-5.4-mini",
    "api_base": ORIGIN,
    "api_key": KEY,
    "api_version": "2024-10-21",
}
PROXY = {"model": "litellm_proxy/gpt-5.4-mini", "api_base": BASE, "api_key": KEY}


def user(text):
    return [{"role": "user", "content": text}]


def chat():
    for target in (OPENAI, AZURE, PROXY):
        answer = litellm.completion(messages=user("[chat]"), **target)
        has(answer.choices[0].message.content, "[chat]")


def chat_stream():
    for target in (OPENAI, AZURE, PROXY):
        stream = litellm.completion(messages=user("[chat-stream]"), stream=True, **target)
        text = "".join(c.choices[0].delta.content or "" for c in stream if c.choices)
        has(text, "[chat-stream]")


def chat_cut():
    fails(
        lambda: list(
            litellm.completion(
                messages=user("[chat-cut] " * 20), stream=True, extra_headers=CUT, **OPENAI
            )
        )
    )


def responses():
    has(litellm.responses(input="[responses]", **OPENAI).output_text, "[responses]")


def embeddings():
    answer = litellm.embedding(
        model="openai/text-embedding-3-small", input=["[embeddings]"], api_base=BASE, api_key=KEY
    )
    assert len(answer.data[0]["embedding"]) == 1536


def image():
    answer = litellm.image_generation(
        model="openai/gpt-image-2", prompt="[image]", api_base=BASE, api_key=KEY
    )
    assert answer.data[0].b64_json


def transcription():
    answer = litellm.transcription(
        model="openai/whisper-1", file=wav(), api_base=BASE, api_key=KEY
    )
    has(answer.text, "tone.wav")


def batch():
    import json

    line = {
        "custom_id": "1",
        "method": "POST",
        "url": "/v1/chat/completions",
        "body": {"model": "gpt-5.4-batch", "messages": user("[batch]")},
    }
    options = {"custom_llm_provider": "openai", "api_base": BASE, "api_key": DATA_KEY}
    sent = litellm.create_file(
        file=("a.jsonl", json.dumps(line).encode()), purpose="batch", **options
    )
    made = litellm.create_batch(
        completion_window="24h", endpoint="/v1/chat/completions", input_file_id=sent.id, **options
    )
    for _ in range(50):
        if made.status == "completed":
            return
        made = litellm.retrieve_batch(batch_id=made.id, **options)
    raise AssertionError(made.status)


def wrong_key():
    target = {**OPENAI, "api_key": "sk-wrong"}
    fails(lambda: litellm.completion(messages=user("hi"), **target), "AuthenticationError")


run(globals())
