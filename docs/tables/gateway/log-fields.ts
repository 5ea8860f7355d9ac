// The fields of the log line, and how a stream can end.
import type { Words } from '../language.ts';
import type { LogLine, StreamOutcome } from '../../../worker/contract/log.ts';

export const LOG_FIELDS = {
  id: { en: '`x-request-id` of the response', zh: '响应的 `x-request-id`' },
  user: { en: 'name of the user', zh: '用户名' },
  op: {
    en: 'operation, such as `embeddings` or `responses/{id}`',
    zh: '操作，例如 `embeddings` 或 `responses/{id}`',
  },
  model: { en: 'model, as the client named it', zh: '客户端所写的模型名' },
  deployment: { en: 'deployment at Azure', zh: 'Azure 的部署' },
  region: {
    en: 'name of the region; with the variables of the JavaScript proxy, the name of the resource',
    zh: '区域的名称；使用旧版 JavaScript 代理的变量时为资源名',
  },
  status: { en: 'status of the response', zh: '响应的状态码' },
  attempts: {
    en: 'requests sent to Azure for it; 0 if the gateway answered by itself',
    zh: '为它发给 Azure 的请求数；网关自己应答时为 0',
  },
  ms: {
    en: "time to the end of a stream, or of an answer whose tokens are counted; otherwise to the response's headers; for a WebSocket to its opening",
    zh: '到流（或统计 token 的回答）结束的毫秒数；其他情况到响应头为止；WebSocket 则是到打开为止',
  },
  nanodollars: {
    en: 'what the request cost, in billionths of a US dollar, where the user has [limits](budgets.md)',
    zh: '请求的费用，单位为十亿分之一美元，仅限有[限额](budgets.md)的用户',
  },
  firstByteMs: { en: 'time to the first byte of a stream', zh: '到流的第一个字节的毫秒数' },
  inputTokens: {
    en: 'tokens of the prompt, with `usage: true` or [limits](budgets.md)',
    zh: '提示词的 token 数，需设 `usage: true` 或[限额](budgets.md)',
  },
  outputTokens: { en: 'tokens of the answer', zh: '回答的 token 数' },
  cachedTokens: {
    en: 'tokens of the prompt that Azure had cached',
    zh: '提示词中 Azure 已缓存的 token 数',
  },
  cacheWriteTokens: {
    en: 'tokens of the prompt that Azure has cached now, where it reports them',
    zh: '提示词中 Azure 此次写入缓存的 token 数（Azure 报告时）',
  },
  inputAudioTokens: { en: 'the part of the input tokens that is sound', zh: '输入 token 中的音频' },
  inputImageTokens: {
    en: 'the part of the input tokens that is pictures',
    zh: '输入 token 中的图片',
  },
  outputAudioTokens: {
    en: 'the part of the output tokens that is sound',
    zh: '输出 token 中的音频',
  },
  outputImageTokens: {
    en: 'the part of the output tokens that is pictures',
    zh: '输出 token 中的图片',
  },
  audioSeconds: {
    en: 'seconds of audio, where Azure counts no tokens',
    zh: '音频秒数（Azure 不按 token 计时）',
  },
  outcome: { en: 'how a stream ended; values below', zh: '流如何结束；取值见下' },
  error: {
    en: "[code](errors.md) of the gateway's own error",
    zh: '网关自己的[错误代码](errors.md)',
  },
  upstreamStatus: {
    en: "Azure's status, if the client got another one",
    zh: 'Azure 的状态码（当客户端得到的是另一个时）',
  },
  entra: {
    en: 'why Azure or Microsoft Entra did not accept the identity of the gateway: an `AADSTS` code or an HTTP status',
    zh: 'Azure 或 Microsoft Entra 不接受网关身份的原因：`AADSTS` 代码或 HTTP 状态码',
  },
  advice: {
    en: 'what to do about it, or to wait for',
    zh: '该如何处理，或等待什么',
  },
  bug: {
    en: 'where the gateway itself failed, as places in `dist/worker.js`',
    zh: '网关自身出错的位置，即 `dist/worker.js` 中的位置',
  },
  faults: {
    en: "what is wrong with the Worker's configuration",
    zh: 'Worker 的配置有什么问题',
  },
} as const satisfies Record<keyof LogLine, Words>;

export const STREAM_OUTCOMES = {
  complete: { en: 'with its last event', zh: '有最后的事件' },
  ended_early: {
    en: 'in good order, but without its last event; seen only if events are read',
    zh: '正常结束，但缺少最后的事件；只有逐个检查事件时才能发现',
  },
  failed: {
    en: 'Azure reported an error after the stream had begun; seen only if events are read',
    zh: '流开始之后 Azure 报告了错误；只有逐个检查事件时才能发现',
  },
  client_left: {
    en: 'the client, or a proxy before the gateway, closed the connection',
    zh: '客户端或网关之前的代理断开了连接',
  },
  upstream_cut: { en: 'Azure, or the network to it, broke it off', zh: 'Azure 或通往它的网络中断' },
  upstream_stalled: {
    en: "Azure was silent for longer than the model's `timeouts` allow",
    zh: 'Azure 没有数据的时间超过模型的 `timeouts`',
  },
} as const satisfies Record<StreamOutcome, Words>;
