"""CrewAI: its OpenAI and Azure providers; the latter uses azure-ai-inference."""

import os

os.environ.update(CREWAI_DISABLE_TELEMETRY="true", OTEL_SDK_DISABLED="true")

from crewai import LLM, Agent  # noqa: E402

from checks import BASE, KEY, ORIGIN, fails, has, run  # noqa: E402

MODEL = "gpt-5.4-mini"


def openai(**options):
    return LLM(**{"model": f"openai/{MODEL}", "base_url": BASE, "api_key": KEY, **options})


def azure(**options):
    endpoint = f"{ORIGIN}/openai/deployments/{MODEL}"
    return LLM(
        model=f"azure/{MODEL}",
        endpoint=endpoint,
        api_key=KEY,
        api_version="2024-10-21",
        **options,
    )


def chat():
    has(openai().call("[chat]"), "[chat]")
    has(azure().call("[chat]"), "[chat]")
    agent = Agent(role="helper", goal="help", backstory="none", llm=openai())
    has(agent.kickoff("[chat]").raw, "[chat]")


def chat_stream():
    for llm in (openai(stream=True), azure(stream=True)):
        has(llm.call("[chat-stream]"), "[chat-stream]")


def responses():
    has(openai(api="responses").call("[responses]"), "[responses]")


def wrong_key():
    fails(lambda: openai(api_key="sk-wrong").call("hi"), "401")


run(globals())
