"""instructor: typed answers by tools, by a JSON schema, and over the Responses API."""

import instructor
from openai import OpenAI
from pydantic import BaseModel

from checks import BASE, KEY, fails, has, run

MODEL = "gpt-5.4-mini"


class City(BaseModel):
    city: str


def typed(mode, text, key=KEY):
    one = instructor.from_openai(OpenAI(base_url=BASE, api_key=key, max_retries=0), mode=mode)
    return one.chat.completions.create(
        model=MODEL,
        messages=[{"role": "user", "content": text}],
        response_model=City,
        max_retries=1,
    )


def chat():
    has(typed(instructor.Mode.TOOLS, "[chat]").city, "[chat]")


def chat_json():
    has(typed(instructor.Mode.JSON_SCHEMA, "[chat-json]").city, "[chat-json]")


def responses():
    has(typed(instructor.Mode.RESPONSES_TOOLS, "[responses]").city, "[responses]")


def wrong_key():
    fails(lambda: typed(instructor.Mode.TOOLS, "hi", key="sk-wrong"), "401")


run(globals())
