// Frameworks from PyPI that sit on top of the SDKs.
import type { Client } from './client.ts';

export const PYTHON_FRAMEWORKS: readonly Client[] = [
  {
    name: 'instructor',
    version: '1.17.0',
    source: { tool: 'uv', packages: ['instructor==1.17.0'] },
    program: 'python/instructor_models.py',
    checks: ['chat', 'chat-json', 'responses', 'wrong-key'],
  },
  {
    name: 'dspy',
    version: '3.4.1',
    source: { tool: 'uv', packages: ['dspy==3.4.1', 'numpy==2.2.6'] },
    program: 'python/dspy_lm.py',
    checks: ['chat', 'responses', 'responses-defaults', 'embeddings', 'wrong-key'],
  },
  {
    name: 'crewai',
    version: '1.15.30',
    source: { tool: 'uv', packages: ['crewai[azure-ai-inference]==1.15.30'] },
    program: 'python/crewai_llm.py',
    checks: ['chat', 'chat-stream', 'responses', 'wrong-key'],
  },
  {
    name: 'semantic-kernel',
    version: '1.45.0',
    source: { tool: 'uv', packages: ['semantic-kernel==1.45.0'] },
    program: 'python/semantic_kernel_chat.py',
    checks: ['chat', 'chat-stream', 'chat-cut', 'embeddings', 'wrong-key'],
  },
  {
    name: 'haystack',
    version: '3.4.1',
    source: { tool: 'uv', packages: ['haystack-ai==3.4.1'] },
    program: 'python/haystack_generator.py',
    checks: ['chat', 'chat-stream', 'chat-cut', 'responses', 'embeddings', 'wrong-key'],
  },
  {
    name: 'livekit-agents',
    version: '1.8.9',
    source: { tool: 'uv', packages: ['livekit-agents[openai]==1.8.9'] },
    program: 'python/livekit_agents.py',
    checks: ['chat-stream', 'speech', 'transcription', 'realtime-transcription', 'wrong-key'],
  },
  {
    name: 'autogen',
    version: '0.7.5',
    source: { tool: 'uv', packages: ['autogen-ext[openai]==0.7.5', 'autogen-agentchat==0.7.5'] },
    program: 'python/agent_frameworks.py',
    checks: ['chat', 'chat-stream', 'chat-tools'],
  },
  {
    name: 'smolagents',
    version: '1.26.0',
    source: { tool: 'uv', packages: ['smolagents[openai]==1.26.0'] },
    program: 'python/agent_frameworks.py',
    checks: ['chat', 'chat-stream', 'chat-tools'],
  },
  {
    name: 'agno',
    version: '3.1.10',
    source: { tool: 'uv', packages: ['agno==3.1.10', 'openai==3.57.0'] },
    program: 'python/agent_frameworks.py',
    checks: ['chat', 'chat-stream', 'chat-tools'],
  },
  {
    name: 'strands',
    version: '1.62.0',
    source: { tool: 'uv', packages: ['strands-agents[openai]==1.62.0'] },
    program: 'python/agent_frameworks.py',
    checks: ['chat', 'chat-tools'],
  },
  {
    name: 'any-llm',
    version: '1.40.2',
    source: { tool: 'uv', packages: ['any-llm-sdk[openai]==1.40.2'] },
    program: 'python/agent_frameworks.py',
    checks: ['chat', 'chat-stream', 'chat-tools'],
  },
  {
    name: 'agent-framework',
    version: '1.17.0',
    source: { tool: 'uv', packages: ['agent-framework-openai==1.17.0'] },
    program: 'python/agent_frameworks.py',
    checks: ['chat', 'chat-stream', 'chat-tools'],
  },
];
