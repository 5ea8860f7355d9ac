// instructor for JavaScript.
import Instructor from '@instructor-ai/instructor';
import OpenAI from 'openai';
import { z } from 'zod';
import { BASE, fails, has, KEY, run } from './checks.mjs';

const City = { name: 'City', schema: z.object({ city: z.string() }) };

function typed(mode, content, apiKey = KEY) {
  const client = Instructor({ client: new OpenAI({ baseURL: BASE, apiKey, maxRetries: 0 }), mode });
  return client.chat.completions.create({
    model: 'gpt-5.4-mini',
    messages: [{ role: 'user', content }],
    response_model: City,
  });
}

await run({
  async chat() {
    has((await typed('TOOLS', '[chat]')).city, '[chat]');
  },
  async 'wrong-key'() {
    await fails(() => typed('TOOLS', 'hi', 'sk-wrong'), '401');
  },
});
