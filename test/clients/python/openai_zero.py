"""openai-python 0.28, which many older programs still use."""

import openai

from checks import BASE, CUT, KEY, ORIGIN, fails, has, run, wav

MODEL = "gpt-3.5-turbo"
OPENAI = {"api_key": KEY, "api_base": BASE}
AZURE = {
    "api_key": KEY,
    "api_base": ORIGIN,
    "api_type": "azure",
    "api_version": "2023-07-01-preview",
}


def user(text):
    return [{"role": "user", "content": text}]


def chat():
    answer = openai.ChatCompletion.create(model=MODEL, messages=user("[chat]"), **OPENAI)
    has(answer["choices"][0]["message"]["content"], "[chat]")
    answer = openai.ChatCompletion.create(engine=MODEL, messages=user("[chat]"), **AZURE)
    has(answer["choices"][0]["message"]["content"], "[chat]")


def chat_stream():
    for target in ({"model": MODEL, **OPENAI}, {"engine": MODEL, **AZURE}):
        stream = openai.ChatCompletion.create(
            messages=user("[chat-stream]"), stream=True, **target
        )
        text = "".join(c.choices[0].delta.get("content") or "" for c in stream if c.choices)
        has(text, "[chat-stream]")


def chat_cut():
    fails(
        lambda: list(
            openai.ChatCompletion.create(
                model=MODEL, messages=user("[chat-cut] " * 20), stream=True, headers=CUT, **OPENAI
            )
        )
    )


def embeddings():
    answer = openai.Embedding.create(model="text-embedding-ada-002", input="[embeddings]", **OPENAI)
    assert len(answer["data"][0]["embedding"]) == 1536


def transcription():
    has(openai.Audio.transcribe("whisper-1", wav(), **OPENAI)["text"], "tone.wav")


def wrong_key():
    fails(
        lambda: openai.ChatCompletion.create(
            model=MODEL, messages=user("hi"), api_key="sk-wrong", api_base=BASE
        ),
        "AuthenticationError",
    )


run(globals())
