// Libraries: a program to paste and run.
import * as connectTexts from '../texts/connect.ts';
import { baseOf, quote, shellWord, type Client, type Connection } from './client.ts';

export const LIBRARY_CLIENTS: readonly Client[] = [
  { name: 'OpenAI SDK for Python', code: python },
  { name: 'OpenAI SDK for Node', code: node },
  { name: 'AzureOpenAI (Python, Node)', code: azureOpenai },
  { name: 'LangChain', code: langchain },
  { name: 'LlamaIndex', code: llamaIndex },
  { name: 'Vercel AI SDK', code: vercel, note: connectTexts.noteChat },
  { name: 'Azure AI Inference SDK', code: azureInference },
  { name: 'OpenAI Agents SDK', code: agents, note: connectTexts.noteTracing },
  { name: 'Agents SDK, realtime', needs: ['realtime'], code: realtime },
  { name: 'curl', code: curl },
];

function python(connection: Connection): string {
  const { key, model, api } = connection;
  const call =
    api === 'chat'
      ? pythonChat(model)
      : `answer = client.responses.create(model=${quote(model)}, input="Hello!")
print(answer.output_text)
`;
  return `from openai import OpenAI

client = OpenAI(base_url=${quote(baseOf(connection))}, api_key=${quote(key)})
${call}`;
}

function pythonChat(model: string): string {
  return `answer = client.chat.completions.create(
    model=${quote(model)},
    messages=[{"role": "user", "content": "Hello!"}],
)
print(answer.choices[0].message.content)
`;
}

function node(connection: Connection): string {
  const { key, model, api } = connection;
  const call =
    api === 'chat'
      ? `const answer = await client.chat.completions.create({
  model: ${quote(model)},
  messages: [{ role: "user", content: "Hello!" }],
});
console.log(answer.choices[0].message.content);`
      : `const answer = await client.responses.create({ model: ${quote(model)}, input: "Hello!" });
console.log(answer.output_text);`;
  return `import OpenAI from "openai";

const client = new OpenAI({
  baseURL: ${quote(baseOf(connection))},
  apiKey: ${quote(key)},
});
${call}
`;
}

function azureOpenai({ origin, key, model }: Connection): string {
  return `# Node: new AzureOpenAI({ endpoint, apiKey, apiVersion })
from openai import AzureOpenAI

client = AzureOpenAI(
    azure_endpoint=${quote(origin)},
    api_key=${quote(key)},
    api_version="2024-10-21",
)
${pythonChat(model)}`;
}

/** From the base URL on. */
function pythonArguments(connection: Connection): string {
  return `${quote(baseOf(connection))},
    api_key=${quote(connection.key)},
    model=${quote(connection.model)},
`;
}

function langchain(connection: Connection): string {
  return `from langchain_openai import ChatOpenAI

model = ChatOpenAI(
    base_url=${pythonArguments(connection)})
print(model.invoke("Hello!").content)
`;
}

function llamaIndex(connection: Connection): string {
  return `from llama_index.llms.openai_like import OpenAILike

model = OpenAILike(
    is_chat_model=True,
    api_base=${pythonArguments(connection)})
print(model.complete("Hello!"))
`;
}

function vercel(connection: Connection): string {
  return `import { createOpenAI } from "@ai-sdk/openai";
import { generateText } from "ai";

const openai = createOpenAI({
  baseURL: ${quote(baseOf(connection))},
  apiKey: ${quote(connection.key)},
});
const { text } = await generateText({ model: openai(${quote(connection.model)}), prompt: "Hello!" });
console.log(text);
`;
}

function azureInference({ origin, key, model }: Connection): string {
  return `from azure.ai.inference import ChatCompletionsClient
from azure.ai.inference.models import UserMessage
from azure.core.credentials import AzureKeyCredential

client = ChatCompletionsClient(
    endpoint=${quote(`${origin}/models`)},
    credential=AzureKeyCredential(${quote(key)}),
)
answer = client.complete(model=${quote(model)}, messages=[UserMessage("Hello!")])
print(answer.choices[0].message.content)
`;
}

function agents(connection: Connection): string {
  return `from agents import Agent, Runner, set_default_openai_client, set_tracing_disabled
from openai import AsyncOpenAI

set_tracing_disabled(True)
set_default_openai_client(
    AsyncOpenAI(base_url=${quote(baseOf(connection))}, api_key=${quote(connection.key)})
)
agent = Agent(name="Assistant", model=${quote(connection.model)})
print(Runner.run_sync(agent, "Hello!").final_output)
`;
}

function realtime({ origin, key, model }: Connection): string {
  const url = `${origin.replace(/^http/, 'ws')}/v1/realtime?model=${encodeURIComponent(model)}`;
  return `import { OpenAIRealtimeWebSocket, RealtimeAgent, RealtimeSession } from "@openai/agents/realtime";

const session = new RealtimeSession(new RealtimeAgent({ name: "Assistant" }), {
  model: ${quote(model)},
  transport: new OpenAIRealtimeWebSocket({ url: ${quote(url)} }),
});
await session.connect({ apiKey: ${quote(key)} });
session.sendMessage("Hello!");
`;
}

function curl(connection: Connection): string {
  const { key, model, api } = connection;
  const body =
    api === 'chat'
      ? { model, messages: [{ role: 'user', content: 'Hello!' }] }
      : { model, input: 'Hello!' };
  const path = api === 'chat' ? 'chat/completions' : 'responses';
  return `curl ${shellWord(`${baseOf(connection)}/${path}`)} \\
  -H ${shellWord(`Authorization: Bearer ${key}`)} \\
  -H 'Content-Type: application/json' \\
  -d ${shellWord(JSON.stringify(body))}
`;
}
