// What is worth knowing about single operations. An operation without an entry has no note.
import { same, type Words } from '../language.ts';

const NONE = same('');
const NO_MODEL: Words = { en: 'Names no model.', zh: '不指定模型。' };
const CONTAINER: Words = {
  en: 'Of code interpreter. Open like stored responses.',
  zh: '代码解释器的容器。与已存储的 response 一样开放。',
};
const DROPPED_OPENER: Words = {
  en: "Azure's opening chunk without choices is removed; parameters are adapted.",
  zh: '去掉 Azure 开头没有 choices 的块；改写参数。',
};

/** By method and path, as `operationName` writes them; forms and JSON at one path are distinguished. */
export const OPERATION_NOTES: Readonly<Record<string, Words>> = {
  'POST /v1/chat/completions': DROPPED_OPENER,
  'POST /v1/completions': {
    en: 'As above. Only instruct models answer it.',
    zh: '同上。只有 instruct 模型会应答。',
  },
  'POST /v1/embeddings': {
    en: 'One request to Azure, also for lists and token arrays.',
    zh: '只向 Azure 发一个请求，列表和 token 数组也一样。',
  },
  'POST /v1/responses': {
    en: 'Parameters are adapted; named events pass unchanged.',
    zh: '改写参数；带名称的事件原样通过。',
  },
  'POST /v1/responses/compact': NONE,
  'POST /v1/responses/input_tokens': NONE,
  'WebSocket /v1/responses': {
    en: 'Each `response.create` names its model.',
    zh: '每条 `response.create` 指定自己的模型。',
  },
  'GET /v1/responses/{id}': NO_MODEL,
  'GET /v1/responses/{id}/input_items': NO_MODEL,
  'DELETE /v1/responses/{id}': NO_MODEL,
  'POST /v1/responses/{id}/cancel': NO_MODEL,
  'POST /v1/conversations': NO_MODEL,
  'GET, POST, DELETE /v1/conversations/{id}': NO_MODEL,
  'GET, POST /v1/conversations/{id}/items': NO_MODEL,
  'GET, DELETE /v1/conversations/{id}/items/{item}': NO_MODEL,
  'POST /v1/images/edits (form)': {
    en: '`model` may be anywhere in the form; files pass unchanged; parameters are adapted.',
    zh: '`model` 可以在表单的任何位置；文件原样上传；改写参数。',
  },
  'POST /v1/images/edits (json)': NONE,
  'POST /v1/images/generations': {
    en: 'Parameters are adapted: gpt-image models always answer in base64.',
    zh: '改写参数：gpt-image 模型总是返回 base64。',
  },
  'POST /v1/audio/transcriptions': {
    en: 'A form, as for image edits. On `v1`, Azure was seen to answer 404.',
    zh: '表单，同图片编辑。有人见过 Azure 在 `v1` 上返回 404。',
  },
  'POST /v1/audio/translations': {
    en: 'Needs a whisper model; newer models only transcribe.',
    zh: '需要 whisper 模型；较新的模型只做转写。',
  },
  'POST /v1/audio/speech': { en: 'The sound is streamed.', zh: '声音以流的形式返回。' },
  'WebSocket /v1/realtime': {
    en: 'See [WebSockets](api.md#websockets).',
    zh: '见 [WebSocket](api.md#websocket)。',
  },
  'POST /v1/realtime/client_secrets': {
    en: '`session.model` may be an alias.',
    zh: '`session.model` 可以是别名。',
  },
  'POST /v1/realtime/calls': {
    en: 'SDP or a form; the `Location` of the call comes back.',
    zh: 'SDP 或表单；返回通话的 `Location`。',
  },
  'POST /v1/realtime/calls/{id}/accept': {
    en: '`model` may be an alias.',
    zh: '`model` 可以是别名。',
  },
  'POST /v1/realtime/calls/{id}/{action}': same('`refer`, `hangup`, `reject`'),
  'WebSocket /v1/realtime/translations': {
    en: 'Needs a `gpt-realtime-translate` model.',
    zh: '需要 `gpt-realtime-translate` 模型。',
  },
  'POST /v1/realtime/translations/client_secrets': {
    en: '`session.model` may be an alias.',
    zh: '`session.model` 可以是别名。',
  },
  'GET /v1/containers/{id}': CONTAINER,
  'DELETE /v1/containers/{id}': CONTAINER,
  'GET /v1/containers/{id}/files': CONTAINER,
  'GET /v1/containers/{id}/files/{file}': CONTAINER,
  'DELETE /v1/containers/{id}/files/{file}': CONTAINER,
  'GET /v1/containers/{id}/files/{file}/content': CONTAINER,
  'GET, POST /v1/containers': NONE,
  'POST /v1/containers/{id}/files': NONE,
  'WebSocket /v1/live/sessions': {
    en: 'GPT-Live; `session.start` names the model.',
    zh: 'GPT-Live；`session.start` 指定模型。',
  },
  'POST /v1/live/sessions': {
    en: 'The same for WebRTC; `session.model` may be an alias, a delegated model not.',
    zh: '同上，用于 WebRTC；`session.model` 可以是别名，委托任务的模型不可以。',
  },
  'WebSocket /v1/live/sessions/{id}/attach': {
    en: 'Joins a session; found at the account that has it.',
    zh: '加入已有会话；在拥有它的账户上查找。',
  },
  'GET, POST /v1/files': {
    en: 'Uploads are streamed, unread.',
    zh: '上传以流的形式通过，不读取内容。',
  },
  'GET, DELETE /v1/files/{id}': NONE,
  'GET /v1/files/{id}/content': NONE,
  'POST /v1/uploads': NONE,
  'POST /v1/uploads/{id}/{action}': same('`parts`, `complete`, `cancel`'),
  'GET, POST /v1/batches': {
    en: "Also below a deployment's path, where AzureOpenAI puts it.",
    zh: '也接受部署路径下的写法，AzureOpenAI 就是那样写的。',
  },
  'GET /v1/batches/{id}': NONE,
  'POST /v1/batches/{id}/cancel': NONE,
  'GET, POST, DELETE /v1/vector_stores': NONE,
  'GET, POST, DELETE /v1/vector_stores/**': { en: 'Everything below it.', zh: '其下的全部路径。' },
  'GET, POST, DELETE /v1/fine_tuning/**': { en: 'Everything below it.', zh: '其下的全部路径。' },
};

/** Operations that the gateway answers by itself. */
export const LOCAL_OPERATIONS: readonly (readonly [name: string, note: Words])[] = [
  [
    'GET /v1/models',
    { en: 'The names that the caller may use, with aliases.', zh: '调用者可用的名称，包括别名。' },
  ],
  ['GET /v1/models/{id}', { en: 'One of them.', zh: '其中一个。' }],
  [
    'GET /v1/me',
    {
      en: 'What the caller may use, has used and has left. See [budgets](budgets.md#who-has-used-what).',
      zh: '调用者可用什么、用了多少、还剩多少。见[预算](budgets.md#谁用了多少)。',
    },
  ],
  [
    'GET /v1/admin/usage',
    {
      en: 'What all users used. Needs `admin`. See [budgets](budgets.md#who-has-used-what).',
      zh: '所有用户的用量。需要 `admin`。见[预算](budgets.md#谁用了多少)。',
    },
  ],
  [
    'GET /v1/admin/status',
    {
      en: 'Failures, accounts that rest, and when keys expire. Needs `admin`. See [budgets](budgets.md#who-has-used-what).',
      zh: '出现过的错误、暂停中的账户和密钥的到期时间。需要 `admin`。见[预算](budgets.md#谁用了多少)。',
    },
  ],
  [
    'GET /',
    {
      en: 'A [page](page.md) for browsers, and for programs what this is, as JSON. Needs no key.',
      zh: '对浏览器是[网页](page.md)，对程序是 JSON 格式的服务说明。不需要密钥。',
    },
  ],
  [
    'GET /health',
    {
      en: '`{"status":"ok"}` if the Worker and its configuration are in order. Needs no key.',
      zh: 'Worker 及其配置正常时返回 `{"status":"ok"}`。不需要密钥。',
    },
  ],
];

/** What the gateway's advice about a path that Azure does not have says, in Chinese. */
export const ABSENT_OPERATIONS = {
  moderations: 'Azure OpenAI 没有审核接口。它的内容过滤会自动检查所有文本。',
  assistants: 'Azure OpenAI 已于 2026 年 8 月停止 Assistants API。请用 /v1/responses。',
  threads:
    'Azure OpenAI 已于 2026 年 8 月停止 Assistants API。请用 /v1/responses 和 /v1/conversations。',
  'images/variations': 'Azure OpenAI 没有图片变体接口。请用 /v1/images/edits。',
  organization: 'Azure 没有这个接口。它自己的页面显示用量和费用。',
  dashboard: 'Azure 没有这个接口。它自己的页面显示用量和费用。',
} as const;
