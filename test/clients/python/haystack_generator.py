"""Haystack: generators and embedders for OpenAI and Azure."""

from haystack.components.embedders import OpenAITextEmbedder
from haystack.components.generators.chat import (
    AzureOpenAIChatGenerator,
    OpenAIChatGenerator,
    OpenAIResponsesChatGenerator,
)
from haystack.dataclasses import ChatMessage, StreamingChunk
from haystack.utils import Secret

from checks import BASE, CUT, KEY, ORIGIN, fails, has, run

MODEL = "gpt-5.4-mini"


def basic(key=KEY):
    return {"api_key": Secret.from_token(key), "api_base_url": BASE, "model": MODEL}


def ask(one, text):
    return one.run(messages=[ChatMessage.from_user(text)])["replies"][0].text


def chat():
    azure = AzureOpenAIChatGenerator(
        azure_endpoint=ORIGIN,
        azure_deployment=MODEL,
        api_key=Secret.from_token(KEY),
        api_version="2024-10-21",
    )
    for one in (OpenAIChatGenerator(**basic()), azure):
        has(ask(one, "[chat]"), "[chat]")


def chat_stream():
    chunks: list[StreamingChunk] = []
    one = OpenAIChatGenerator(**basic(), streaming_callback=chunks.append)
    has(ask(one, "[chat-stream]"), "[chat-stream]")
    assert len(chunks) > 2


def chat_cut():
    one = OpenAIChatGenerator(
        **basic(),
        streaming_callback=print,
        max_retries=0,
        generation_kwargs={"extra_headers": CUT},
    )
    fails(lambda: ask(one, "[chat-cut] " * 20))


def responses():
    has(ask(OpenAIResponsesChatGenerator(**basic()), "[responses]"), "[responses]")


def embeddings():
    one = OpenAITextEmbedder(**{**basic(), "model": "text-embedding-3-small"})
    assert len(one.run(text="[embeddings]")["embedding"]) == 1536


def wrong_key():
    fails(lambda: ask(OpenAIChatGenerator(**basic("sk-wrong")), "hi"), "401")


run(globals())
