// A conversation with a model: what was said, and the answer that is arriving.
import { useEffect, useRef, useState } from 'preact/hooks';
import { isAbort, toFailure, type ApiFailure } from '../../api/failure.ts';
import type { Model } from '../../api/me.ts';
import { chatApiOf } from '../../generate/abilities.ts';
import { streamChat, type ChatEnd, type Message } from '../../generate/chat.ts';

export interface BoxProps {
  readonly apiKey: string;
  readonly model: Model;
}

/** How the last answer ended where it is not whole. */
export type Ending = Exclude<ChatEnd, 'stop'> | 'stopped' | ApiFailure;

/** A message, and which model said it. */
export interface Said extends Message {
  readonly model?: string;
}

export interface Conversation {
  readonly messages: readonly Said[];
  readonly isAnswering: boolean;
  readonly ending: Ending | undefined;
  readonly ask: (question: string) => void;
  readonly stop: () => void;
  readonly clear: () => void;
}

/** Holds a conversation. Leaving the page ends the answer. */
export function useConversation({ apiKey, model }: BoxProps): Conversation {
  const [messages, setMessages] = useState<readonly Said[]>([]);
  const [isAnswering, setAnswering] = useState(false);
  const [ending, setEnding] = useState<Ending>();
  const running = useRef<AbortController>(undefined);
  const stop = () => running.current?.abort();
  useEffect(() => stop, []);

  const ask = async (question: string) => {
    const controller = new AbortController();
    running.current = controller;
    const asked: readonly Said[] = [...messages, { role: 'user', content: question }];
    setMessages(asked);
    setEnding(undefined);
    setAnswering(true);
    const ended = await receive(asked, controller.signal);
    if (running.current !== controller) return;
    setEnding(ended === 'stop' ? undefined : ended);
    setAnswering(false);
  };

  /** Shows the answer as it arrives. */
  const receive = async (
    asked: readonly Said[],
    signal: AbortSignal,
  ): Promise<ChatEnd | Ending> => {
    const request = {
      key: apiKey,
      model: model.id,
      api: chatApiOf(model),
      messages: asked.map(({ role, content: said }) => ({ role, content: said })),
      signal,
    };
    let content = '';
    try {
      const pieces = streamChat(request);
      for (;;) {
        const next = await pieces.next();
        if (signal.aborted) return 'stopped';
        if (next.done === true) return next.value;
        content += next.value;
        setMessages([...asked, { role: 'assistant', content, model: model.id }]);
      }
    } catch (error) {
      return signal.aborted || isAbort(error) ? 'stopped' : toFailure(error);
    }
  };

  return {
    messages,
    isAnswering,
    ending,
    ask: (question) => void ask(question),
    stop,
    clear: () => {
      stop();
      running.current = undefined;
      setMessages([]);
      setEnding(undefined);
      setAnswering(false);
    },
  };
}
