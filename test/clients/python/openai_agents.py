"""OpenAI Agents SDK: an agent with a tool, over both APIs."""

from agents import (
    Agent,
    OpenAIChatCompletionsModel,
    OpenAIResponsesModel,
    Runner,
    function_tool,
    set_tracing_disabled,
)
from agents import ModelSettings
from openai import AsyncOpenAI

from checks import BASE, CUT, KEY, afails, has, run

set_tracing_disabled(True)
MODEL = "gpt-5.4-mini"


@function_tool
def weather(city: str) -> str:
    """The weather of a city."""
    return f"sunny in {city}"


def agent(kind, tools=(), **options):
    client = AsyncOpenAI(base_url=BASE, api_key=options.pop("key", KEY), max_retries=0, **options)
    return Agent(
        name="helper",
        model=kind(MODEL, openai_client=client),
        tools=list(tools),
        model_settings=ModelSettings(include_usage=True),
    )


async def streamed(kind, text, **options):
    result = Runner.run_streamed(agent(kind, **options), text)
    async for _ in result.stream_events():
        pass
    return result.final_output


async def chat():
    result = await Runner.run(agent(OpenAIChatCompletionsModel), "[chat]")
    has(result.final_output, "[chat]")


async def chat_stream():
    has(await streamed(OpenAIChatCompletionsModel, "[chat-stream]"), "[chat-stream]")


async def chat_tools():
    result = await Runner.run(agent(OpenAIChatCompletionsModel, [weather]), "[chat-tools]")
    has(result.final_output, "sunny in [chat-tools]")


async def chat_cut():
    await afails(
        streamed(OpenAIChatCompletionsModel, "[chat-cut] " * 20, default_headers=CUT)
    )


async def responses():
    result = await Runner.run(agent(OpenAIResponsesModel), "[responses]")
    has(result.final_output, "[responses]")


async def responses_stream():
    has(await streamed(OpenAIResponsesModel, "[responses-stream]"), "[responses-stream]")


async def responses_tools():
    result = await Runner.run(agent(OpenAIResponsesModel, [weather]), "[responses-tools]")
    has(result.final_output, "sunny in [responses-tools]")


async def responses_cut():
    await afails(streamed(OpenAIResponsesModel, "[responses-cut] " * 20, default_headers=CUT))


async def wrong_key():
    await afails(Runner.run(agent(OpenAIResponsesModel, key="sk-wrong"), "hi"), "Authentication")


run(globals())
