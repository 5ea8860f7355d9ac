"""LangChain: ChatOpenAI over both APIs, AzureChatOpenAI, embeddings."""

from langchain_core.messages import HumanMessage, ToolMessage
from langchain_core.tools import tool
from langchain_openai import AzureChatOpenAI, ChatOpenAI, OpenAIEmbeddings

from checks import BASE, CUT, KEY, ORIGIN, STRICT_MODEL, fails, has, run

MODEL = "gpt-5.4-mini"
OPTIONS = {"base_url": BASE, "api_key": KEY, "model": MODEL, "max_retries": 0}
chat_model = ChatOpenAI(**OPTIONS)
responses_model = ChatOpenAI(**OPTIONS, use_responses_api=True)
azure = AzureChatOpenAI(
    azure_endpoint=ORIGIN, api_key=KEY, azure_deployment=MODEL, api_version="2024-10-21"
)


@tool
def weather(city: str) -> str:
    """The weather of a city."""
    return f"sunny in {city}"


def chat():
    for model in (chat_model, azure):
        has(model.invoke("[chat]").content, "[chat]")


def chat_stream():
    for model in (chat_model, azure):
        text = "".join(chunk.text for chunk in model.stream("[chat-stream]"))
        has(text, "[chat-stream]")


def round_trip(model, name):
    messages = [HumanMessage(f"[{name}]")]
    first = model.bind_tools([weather]).invoke(messages)
    call = first.tool_calls[0]
    messages += [first, ToolMessage(weather.invoke(call["args"]), tool_call_id=call["id"])]
    has(model.invoke(messages).text, "sunny")


def chat_tools():
    round_trip(chat_model, "chat-tools")


def chat_defaults():
    model = ChatOpenAI(
        **{**OPTIONS, "model": STRICT_MODEL},
        temperature=1,
        top_p=1,
        presence_penalty=0,
        frequency_penalty=0,
        max_tokens=500,
    )
    has(model.invoke("[chat-defaults]").content, "[chat-defaults]")


def chat_cut():
    model = ChatOpenAI(**OPTIONS, default_headers=CUT)
    fails(lambda: list(model.stream("[chat-cut] " * 20)))


def responses():
    has(responses_model.invoke("[responses]").text, "[responses]")


def responses_stream():
    text = "".join(chunk.text for chunk in responses_model.stream("[responses-stream]"))
    has(text, "[responses-stream]")


def responses_tools():
    round_trip(responses_model, "responses-tools")


def responses_cut():
    model = ChatOpenAI(**OPTIONS, use_responses_api=True, default_headers=CUT)
    fails(lambda: list(model.stream("[responses-cut] " * 20)))


def embeddings():
    one = OpenAIEmbeddings(
        base_url=BASE,
        api_key=KEY,
        model="text-embedding-3-small",
        # Counting tokens needs a vocabulary from the internet.
        check_embedding_ctx_length=False,
    )
    assert len(one.embed_query("[embeddings]")) == 1536


def wrong_key():
    model = ChatOpenAI(**{**OPTIONS, "api_key": "sk-wrong"})
    fails(lambda: model.invoke("hi"), "AuthenticationError")


run(globals())
