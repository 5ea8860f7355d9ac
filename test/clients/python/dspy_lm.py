"""DSPy. Its Responses models always send `temperature: 1.0`."""

import dspy

from checks import BASE, KEY, ORIGIN, STRICT_MODEL, fails, has, run

OPTIONS = {"api_base": BASE, "api_key": KEY, "cache": False, "num_retries": 0}


def chat():
    has(dspy.LM("openai/gpt-5.4-mini", **OPTIONS)("[chat]"), "[chat]")
    azure = {"api_base": ORIGIN, "api_key": KEY, "api_version": "2024-10-21", "cache": False}
    has(dspy.LM("azure/gpt-5.4-mini", **azure)("[chat]"), "[chat]")


def responses():
    lm = dspy.LM("openai/gpt-5.4-mini", model_type="responses", **OPTIONS)
    has(lm("[responses]"), "[responses]")


def responses_defaults():
    model = f"openai/{STRICT_MODEL}"
    lm = dspy.LM(model, model_type="responses", temperature=1.0, max_tokens=16000, **OPTIONS)
    has(lm("[responses-defaults]"), "[responses-defaults]")


def embeddings():
    one = dspy.Embedder(
        "openai/text-embedding-3-small", api_base=BASE, api_key=KEY, caching=False
    )
    assert len(one(["[embeddings]"])[0]) == 1536


def wrong_key():
    lm = dspy.LM("openai/gpt-5.4-mini", **{**OPTIONS, "api_key": "sk-wrong"})
    fails(lambda: lm("hi"), "key")


run(globals())
