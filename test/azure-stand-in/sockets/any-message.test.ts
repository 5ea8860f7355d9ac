// Whatever JSON a client sends over a WebSocket, the connection goes on and says what is wrong.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GA, open, PREVIEW, RESPONSES, startVoice, type Event } from './socket-client.ts';

const words = [
  ...['type', 'role', 'content', 'text', 'item', 'session', 'response', 'input', 'tools', 'name'],
  ...['audio', 'model', 'transcription', 'output_modalities', 'modalities', 'id', 'call_id'],
];
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom<unknown>(null, true, 0, -1, 1.5, '', 'text', 'user', 'message', 'function'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...words), tie('value'), { maxKeys: 4 }),
  ),
}));
const type = fc.constantFrom(
  ...['session.update', 'conversation.item.create', 'response.create', 'nonsense'],
  ...['input_audio_buffer.append', 'input_audio_buffer.commit'],
);
const message = fc
  .tuple(type, fc.dictionary(fc.constantFrom(...words), value, { maxKeys: 4 }))
  .map(([name, rest]): object => ({ model: 'plain', ...rest, type: name }));

const TRANSLATIONS = '/openai/v1/realtime/translations?model=interpreter';

test.each([GA, PREVIEW, RESPONSES, TRANSLATIONS])('%s answers any message', async (path) => {
  const standIn = await startVoice();
  await fc.assert(
    fc.asyncProperty(fc.array(message, { maxLength: 4 }), async (messages) => {
      const line = await open(standIn, path);
      const last = { type: 'last', event_id: 'last' };
      for (const sent of [...messages, last]) line.send(sent);
      let event: Event;
      do event = await line.next();
      while (!JSON.stringify(event).includes("'last'"));
      expect(event).toMatchObject({
        type: 'error',
        error: { code: 'invalid_value', param: 'type' },
      });
      line.socket.close();
    }),
    { numRuns: 60 },
  );
});
