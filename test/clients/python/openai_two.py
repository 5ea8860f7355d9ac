"""openai-python 1 and 2, which have the same interface as far as these checks go."""

from openai import AzureOpenAI, OpenAI

from checks import BASE, CUT, KEY, ORIGIN, fails, has, run, wav

MODEL = "gpt-4o-mini"
client = OpenAI(base_url=BASE, api_key=KEY, max_retries=0)
azure = AzureOpenAI(azure_endpoint=ORIGIN, api_key=KEY, api_version="2024-10-21", max_retries=0)


def user(text):
    return [{"role": "user", "content": text}]


def chat():
    for one in (client, azure):
        answer = one.chat.completions.create(
            model=MODEL, messages=user("[chat]"), max_tokens=500, temperature=0.5
        )
        has(answer.choices[0].message.content, "[chat]")


def chat_stream():
    for one in (client, azure):
        stream = one.chat.completions.create(
            model=MODEL, messages=user("[chat-stream]"), stream=True
        )
        text = "".join(c.choices[0].delta.content or "" for c in stream if c.choices)
        has(text, "[chat-stream]")


def chat_cut():
    fails(
        lambda: list(
            client.chat.completions.create(
                model=MODEL, messages=user("[chat-cut] " * 20), stream=True, extra_headers=CUT
            )
        )
    )


def responses():
    has(client.responses.create(model=MODEL, input="[responses]").output_text, "[responses]")


def responses_cut():
    fails(
        lambda: list(
            client.responses.create(
                model=MODEL, input="[responses-cut] " * 20, stream=True, extra_headers=CUT
            )
        ),
        "APIError",
    )


def embeddings():
    for one in (client, azure):
        answer = one.embeddings.create(model="text-embedding-ada-002", input="[embeddings]")
        assert len(answer.data[0].embedding) == 1536


def transcription():
    has(client.audio.transcriptions.create(model="whisper-1", file=wav()).text, "tone.wav")


def speech():
    answer = client.audio.speech.create(model="tts-1", voice="alloy", input="[speech]")
    assert len(answer.content) > 100


def wrong_key():
    one = client.with_options(api_key="sk-wrong")
    fails(
        lambda: one.chat.completions.create(model=MODEL, messages=user("hi")),
        "AuthenticationError",
        "401",
    )


run(globals())
