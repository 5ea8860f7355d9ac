"""pydantic-ai: an agent over both APIs, and as Azure's client."""

from openai import AsyncOpenAI
from pydantic import BaseModel
from pydantic_ai import Agent
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel
from pydantic_ai.providers.azure import AzureProvider
from pydantic_ai.providers.openai import OpenAIProvider

from checks import BASE, CUT, KEY, ORIGIN, STRICT_MODEL, afails, has, run

MODEL = "gpt-5.4-mini"


def agent(kind=OpenAIChatModel, key=KEY, output=str, headers=None, model=MODEL):
    client = AsyncOpenAI(base_url=BASE, api_key=key, max_retries=0, default_headers=headers)
    return Agent(kind(model, provider=OpenAIProvider(openai_client=client)), output_type=output)


async def streamed(one, text):
    async with one.run_stream(text) as result:
        return await result.get_output()


class City(BaseModel):
    city: str


async def chat():
    has((await agent().run("[chat]")).output, "[chat]")
    provider = AzureProvider(azure_endpoint=ORIGIN, api_key=KEY, api_version="2024-10-21")
    one = Agent(OpenAIChatModel(MODEL, provider=provider))
    has((await one.run("[chat]")).output, "[chat]")


async def chat_stream():
    has(await streamed(agent(), "[chat-stream]"), "[chat-stream]")


async def chat_json():
    """A typed answer is a call of a tool."""
    result = await agent(output=City).run("[chat-json]")
    has(result.output.city, "[chat-json]")


async def chat_defaults():
    settings = {"temperature": 1.0, "top_p": 1.0, "presence_penalty": 0.0}
    result = await agent(model=STRICT_MODEL).run("[chat-defaults]", model_settings=settings)
    has(result.output, "[chat-defaults]")


async def chat_cut():
    await afails(streamed(agent(headers=CUT), "[chat-cut] " * 20))


async def responses():
    has((await agent(OpenAIResponsesModel).run("[responses]")).output, "[responses]")


async def responses_stream():
    text = await streamed(agent(OpenAIResponsesModel), "[responses-stream]")
    has(text, "[responses-stream]")


async def responses_cut():
    await afails(streamed(agent(OpenAIResponsesModel, headers=CUT), "[responses-cut] " * 20))


async def wrong_key():
    await afails(agent(key="sk-wrong").run("hi"), "401")


run(globals())
