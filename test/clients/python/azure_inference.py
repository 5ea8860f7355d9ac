"""azure-ai-inference, Azure's own SDK for chat at any model."""

from azure.ai.inference import ChatCompletionsClient, EmbeddingsClient
from azure.ai.inference.models import (
    ChatCompletionsToolDefinition,
    FunctionDefinition,
    ToolMessage,
    UserMessage,
)
from azure.core.credentials import AzureKeyCredential

from checks import BASE, CUT, KEY, ORIGIN, SLOW, STRICT_MODEL, fails, has, run

MODEL = "gpt-5.4-mini"
client = ChatCompletionsClient(endpoint=BASE, credential=AzureKeyCredential(KEY), model=MODEL)


def chat():
    models = ChatCompletionsClient(
        endpoint=f"{ORIGIN}/models", credential=AzureKeyCredential(KEY), model=MODEL
    )
    for one in (client, models):
        answer = one.complete(messages=[UserMessage("[chat]")])
        has(answer.choices[0].message.content, "[chat]")


def read(name, times=1, **options):
    stream = client.complete(messages=[UserMessage(f"[{name}] " * times)], stream=True, **options)
    # An error has no choices. A program that reads only those takes a cut stream for a whole one.
    parts = [choice for chunk in stream for choice in chunk.get("choices") or []]
    return "".join(part["delta"].get("content") or "" for part in parts)


def chat_stream():
    has(read("chat-stream"), "[chat-stream]")


def chat_tools():
    function = FunctionDefinition(
        name="weather",
        parameters={"type": "object", "properties": {"city": {"type": "string"}}},
    )
    tools = [ChatCompletionsToolDefinition(function=function)]
    messages = [UserMessage("[chat-tools]")]
    message = client.complete(messages=messages, tools=tools).choices[0].message
    messages += [message, ToolMessage("sunny", tool_call_id=message.tool_calls[0].id)]
    has(client.complete(messages=messages).choices[0].message.content, "sunny")


def chat_defaults():
    answer = client.complete(
        messages=[UserMessage("[chat-defaults]")],
        model=STRICT_MODEL,
        temperature=1,
        top_p=1,
        presence_penalty=0,
        frequency_penalty=0,
    )
    has(answer.choices[0].message.content, "[chat-defaults]")


def chat_cut():
    fails(lambda: read("chat-cut", times=20, headers=CUT))


def slow_first_byte():
    """It cannot read comments in a stream, only lines of data and empty ones."""
    has(read("slow-first-byte", headers=SLOW), "[slow-first-byte]")


def embeddings():
    one = EmbeddingsClient(endpoint=BASE, credential=AzureKeyCredential(KEY))
    answer = one.embed(input=["[embeddings]"], model="text-embedding-3-small")
    assert len(answer.data[0].embedding) == 1536


def wrong_key():
    one = ChatCompletionsClient(
        endpoint=BASE, credential=AzureKeyCredential("sk-wrong"), model=MODEL
    )
    fails(lambda: one.complete(messages=[UserMessage("hi")]), "ClientAuthenticationError")


run(globals())
