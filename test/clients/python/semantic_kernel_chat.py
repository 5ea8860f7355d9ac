"""Semantic Kernel. Its Azure classes take https addresses only."""

from openai import AsyncAzureOpenAI, AsyncOpenAI
from semantic_kernel.connectors.ai.open_ai import (
    AzureChatCompletion,
    OpenAIChatCompletion,
    OpenAIChatPromptExecutionSettings,
    OpenAITextEmbedding,
)
from semantic_kernel.contents import ChatHistory

from checks import BASE, CUT, KEY, TLS_ORIGIN, afails, has, run

MODEL = "gpt-5.4-mini"
SETTINGS = OpenAIChatPromptExecutionSettings()


def service(key=KEY, headers=None):
    client = AsyncOpenAI(base_url=BASE, api_key=key, max_retries=0, default_headers=headers)
    return OpenAIChatCompletion(ai_model_id=MODEL, async_client=client)


def azure_service():
    client = AsyncAzureOpenAI(
        azure_endpoint=TLS_ORIGIN,
        api_key=KEY,
        api_version="2024-10-21",
    )
    return AzureChatCompletion(
        deployment_name=MODEL, endpoint=TLS_ORIGIN, api_key=KEY, async_client=client
    )


def ask(text):
    history = ChatHistory()
    history.add_user_message(text)
    return history


async def read(one, text):
    stream = one.get_streaming_chat_message_content(ask(text), SETTINGS)
    return "".join([str(part) async for part in stream if part])


async def chat():
    for one in (service(), azure_service()):
        answer = await one.get_chat_message_content(ask("[chat]"), SETTINGS)
        has(answer, "[chat]")


async def chat_stream():
    for one in (service(), azure_service()):
        has(await read(one, "[chat-stream]"), "[chat-stream]")


async def chat_cut():
    await afails(read(service(headers=CUT), "[chat-cut] " * 20))


async def embeddings():
    client = AsyncOpenAI(base_url=BASE, api_key=KEY)
    one = OpenAITextEmbedding(ai_model_id="text-embedding-3-small", async_client=client)
    [vector] = await one.generate_embeddings(["[embeddings]"])
    assert len(vector) == 1536


async def wrong_key():
    await afails(service(key="sk-wrong").get_chat_message_content(ask("hi"), SETTINGS), "401")


run(globals())
