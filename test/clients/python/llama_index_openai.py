"""LlamaIndex: OpenAILike, as the page on clients says, OpenAI and AzureOpenAI."""

from llama_index.core.llms import ChatMessage
from llama_index.core.tools import FunctionTool
from llama_index.embeddings.openai import OpenAIEmbedding
from llama_index.llms.azure_openai import AzureOpenAI
from llama_index.llms.openai import OpenAI, OpenAIResponses
from llama_index.llms.openai_like import OpenAILike

from checks import BASE, CUT, KEY, ORIGIN, fails, has, run

MODEL = "gpt-5.4-mini"
OPTIONS = {"api_base": BASE, "api_key": KEY, "model": MODEL, "max_retries": 0}
like = OpenAILike(**OPTIONS, is_chat_model=True, is_function_calling_model=True)
openai = OpenAI(**OPTIONS)
azure = AzureOpenAI(
    azure_endpoint=ORIGIN, api_key=KEY, engine=MODEL, model=MODEL, api_version="2024-10-21"
)
responses_model = OpenAIResponses(**OPTIONS)


def ask(text):
    return [ChatMessage(role="user", content=text)]


def chat():
    for model in (like, openai, azure):
        has(model.chat(ask("[chat]")).message.content, "[chat]")


def chat_stream():
    for model in (like, openai):
        text = "".join(part.delta or "" for part in model.stream_chat(ask("[chat-stream]")))
        has(text, "[chat-stream]")


def weather(city: str) -> str:
    """The weather of a city."""
    return f"sunny in {city}"


def chat_tools():
    tool = FunctionTool.from_defaults(weather)
    first = like.chat_with_tools([tool], user_msg="[chat-tools]")
    [call] = like.get_tool_calls_from_response(first)
    has(call.tool_kwargs["city"], "[chat-tools]")
    messages = ask("[chat-tools]") + [
        first.message,
        ChatMessage(
            role="tool", content="sunny", additional_kwargs={"tool_call_id": call.tool_id}
        ),
    ]
    has(like.chat(messages).message.content, "sunny")


def chat_cut():
    model = OpenAILike(**OPTIONS, is_chat_model=True, default_headers=CUT)
    fails(lambda: list(model.stream_chat(ask("[chat-cut] " * 20))))


def responses():
    has(responses_model.chat(ask("[responses]")).message.content, "[responses]")


def embeddings():
    one = OpenAIEmbedding(api_base=BASE, api_key=KEY, model="text-embedding-3-small")
    assert len(one.get_text_embedding("[embeddings]")) == 1536


def wrong_key():
    model = OpenAILike(**{**OPTIONS, "api_key": "sk-wrong"}, is_chat_model=True)
    fails(lambda: model.chat(ask("hi")), "AuthenticationError")


run(globals())
