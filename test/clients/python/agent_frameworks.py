"""Small frameworks for agents, one function each; the one that is installed is the one that runs."""

from importlib.util import find_spec

from checks import BASE, KEY, ORIGIN, has, run

MODEL = "gpt-5.4-mini"


def weather(city: str) -> str:
    """The weather of a city.

    Args:
        city: The name of the city.
    """
    return f"sunny in {city}"


async def autogen(text, tools, stream):
    from autogen_agentchat.agents import AssistantAgent
    from autogen_ext.models.openai import AzureOpenAIChatCompletionClient
    from autogen_ext.models.openai import OpenAIChatCompletionClient

    info = {
        "vision": True,
        "function_calling": True,
        "json_output": True,
        "structured_output": True,
        "family": "gpt-5",
    }
    options = {"model": MODEL, "api_key": KEY, "model_info": info}
    azure = AzureOpenAIChatCompletionClient(
        **options, azure_endpoint=ORIGIN, azure_deployment=MODEL, api_version="2024-10-21"
    )
    answers = ""
    for client in (OpenAIChatCompletionClient(**options, base_url=BASE), azure):
        agent = AssistantAgent(
            "helper",
            client,
            tools=[weather] if tools else None,
            reflect_on_tool_use=tools,
            model_client_stream=stream,
        )
        answers += str((await agent.run(task=text)).messages[-1].content)
    return answers


def smolagents(text, tools, stream):
    from smolagents import OpenAIModel, ToolCallingAgent, tool

    model = OpenAIModel(MODEL, api_base=BASE, api_key=KEY)
    messages = [{"role": "user", "content": [{"type": "text", "text": text}]}]
    if tools:
        # Its agents end by a tool that this server does not choose, so the tool is called by hand.
        call = model.generate(messages, tools_to_call_from=[tool(weather)]).tool_calls[0]
        has(call.function.arguments, text)
        messages += [{"role": "user", "content": [{"type": "text", "text": weather(text)}]}]
        assert ToolCallingAgent(tools=[], model=model)
    if stream:
        return "".join(part.content or "" for part in model.generate_stream(messages))
    return model.generate(messages).content


def agno(text, tools, stream):
    from agno.agent import Agent
    from agno.models.azure import AzureOpenAI
    from agno.models.openai import OpenAIChat

    azure = AzureOpenAI(
        id=MODEL, azure_endpoint=ORIGIN, azure_deployment=MODEL, api_key=KEY,
        api_version="2024-10-21",
    )  # fmt: skip
    answers = ""
    for model in (OpenAIChat(id=MODEL, base_url=BASE, api_key=KEY), azure):
        agent = Agent(model=model, tools=[weather] if tools else None, telemetry=False)
        if stream:
            answers += "".join(str(part.content or "") for part in agent.run(text, stream=True))
        else:
            answers += agent.run(text).content
    return answers


async def strands(text, tools, stream):
    from strands import Agent, tool
    from strands.models.openai import OpenAIModel

    model = OpenAIModel(client_args={"base_url": BASE, "api_key": KEY}, model_id=MODEL)
    agent = Agent(model=model, tools=[tool(weather)] if tools else None, callback_handler=None)
    return str(await agent.invoke_async(text))


async def any_llm(text, tools, stream):
    from any_llm import acompletion

    options = {"model": MODEL, "provider": "openai", "api_base": BASE, "api_key": KEY}
    messages = [{"role": "user", "content": text}]
    if tools:
        first = await acompletion(messages=messages, tools=[weather], **options)
        message = first.choices[0].message
        call = message.tool_calls[0]
        messages += [
            message.model_dump(exclude_none=True),
            {"role": "tool", "tool_call_id": call.id, "content": weather(text)},
        ]
    if stream:
        parts = await acompletion(messages=messages, stream=True, **options)
        return "".join([p.choices[0].delta.content or "" async for p in parts if p.choices])
    return (await acompletion(messages=messages, **options)).choices[0].message.content


async def agent_framework(text, tools, stream):
    from agent_framework import Agent
    from agent_framework.openai import OpenAIChatCompletionClient

    client = OpenAIChatCompletionClient(model=MODEL, base_url=BASE, api_key=KEY)
    agent = Agent(client=client, tools=[weather] if tools else None)
    if stream:
        return "".join([str(part.text or "") async for part in agent.run(text, stream=True)])
    return str(await agent.run(text))


FRAMEWORKS = {
    "autogen_agentchat": autogen,
    "smolagents": smolagents,
    "agno": agno,
    "strands": strands,
    "any_llm": any_llm,
    "agent_framework": agent_framework,
}
[installed] = [call for name, call in FRAMEWORKS.items() if find_spec(name) is not None]


async def answer(text, tools=False, stream=False):
    result = installed(text, tools, stream)
    return result if isinstance(result, str) else await result


async def chat():
    has(await answer("[chat]"), "[chat]")


async def chat_stream():
    has(await answer("[chat-stream]", stream=True), "[chat-stream]")


async def chat_tools():
    has(await answer("[chat-tools]", tools=True), "sunny in")


run(globals())
