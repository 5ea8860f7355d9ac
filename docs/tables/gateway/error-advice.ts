// What to do about each failure of the gateway's own.
import { MAX_FORM_BODY_BYTES, MAX_JSON_BODY_BYTES } from '../../../worker/contract/limits.ts';
import type { Words } from '../language.ts';
import type { FailureKind } from '../../../worker/contract/failure.ts';

const MIB = 1024 * 1024;
const JSON_MIB = MAX_JSON_BODY_BYTES / MIB;
const FORM_MIB = MAX_FORM_BODY_BYTES / MIB;

export const ERROR_ADVICE = {
  gateway_misconfigured: {
    en: 'The operator reads `faults` in the log line; it names the variables. Every request gets this error.',
    zh: '由运维人员查看日志行里的 `faults`，其中写明了变量名。此时所有请求都会得到这个错误。',
  },
  missing_api_key: {
    en: 'Send the key in [one of these headers](api.md#keys).',
    zh: '用[这些请求头之一](api.md#密钥)发送密钥。',
  },
  no_bearer: {
    en: 'Write `Bearer` and a space in front of the key.',
    zh: '在密钥前面加上 `Bearer` 和一个空格。',
  },
  invalid_api_key: {
    en: 'No user has this key. Compare it with the one you were given. An Azure key does not work here.',
    zh: '没有用户拥有这个密钥。请与你拿到的密钥核对。Azure 的密钥在这里无效。',
  },
  user_disabled: {
    en: 'Contact the operator, who can remove `disabled` from the user.',
    zh: '联系运维人员，由其去掉该用户的 `disabled`。',
  },
  key_expired: {
    en: 'Request a new key, or another `expires`, from the operator.',
    zh: '请运维人员提供新密钥，或修改 `expires`。',
  },
  unknown_url: {
    en: "Check the client's base URL, which ends at `/v1`, and the [operations](api.md#operations).",
    zh: '检查客户端的 base URL（应以 `/v1` 结尾）和[支持的接口](api.md#接口)。',
  },
  url_too_long: {
    en: 'Send long values in the body.',
    zh: '较长的内容请放在请求体中。',
  },
  method_not_allowed: {
    en: 'Use the method that the message and the `Allow` header name.',
    zh: '改用消息和响应头 `Allow` 里写明的方法。',
  },
  missing_required_parameter: {
    en: 'Set `model`. Neither the body nor the URL names one.',
    zh: '设置 `model`。请求体和 URL 都没有指定模型。',
  },
  model_not_found: {
    en: 'Use one of the listed names exactly, without a prefix such as `openai/`, or have the operator add the model or an alias.',
    zh: '使用列出的名称之一，须完全一致，不带 `openai/` 之类的前缀；或请运维人员增加模型或别名。',
  },
  model_not_on_socket: {
    en: 'Open another WebSocket to `/v1/responses?model=<name>`.',
    zh: '另外打开一个 WebSocket：`/v1/responses?model=<name>`。',
  },
  model_not_allowed: {
    en: "Use one of the listed names, or have the operator add the model to the user's `models`.",
    zh: '使用列出的名称之一，或请运维人员把模型加入该用户的 `models`。',
  },
  any_model_not_allowed: {
    en: 'A user with `models` cannot use an operation that does not name its model, such as a batch.',
    zh: '设有 `models` 的用户不能使用没有指定模型的操作，例如批处理。',
  },
  not_available_on_azure: {
    en: 'Only OpenAI has this operation. Use what the message suggests.',
    zh: '只有 OpenAI 提供这个接口。请使用消息里建议的替代方案。',
  },
  unsupported_operation: {
    en: 'Use the model that the message names.',
    zh: '模型不支持该操作。使用消息里写明的模型。',
  },
  account_data_closed: {
    en: 'The operator can set `accountData: true` for the user.',
    zh: '运维人员可以为该用户设置 `accountData: true`。',
  },
  account_data_named: {
    en: 'Send the content itself instead of its id, or ask the operator for `accountData: true`.',
    zh: '改为直接发送内容，不要发送它的 id；或请运维人员设置 `accountData: true`。',
  },
  upgrade_required: { en: 'Connect with `wss://`.', zh: '用 `wss://` 连接。' },
  no_websocket: {
    en: 'Send the request without an `Upgrade` header.',
    zh: '去掉 `Upgrade` 请求头再发送。',
  },
  invalid_form: {
    en: 'The message says what is wrong. Let the HTTP client set `Content-Type` with its boundary.',
    zh: '消息会说明哪里有误。让 HTTP 客户端自己设置 `Content-Type` 和其中的 boundary。',
  },
  repeated_form_field: {
    en: 'Send the field once.',
    zh: '该字段只发送一次。',
  },
  invalid_json: {
    en: 'Fix the body. All of it is checked here, but for the contents of texts, which Azure judges.',
    zh: '修正请求体。除字符串的内容由 Azure 判断外，整个请求体都在这里检查。',
  },
  invalid_session: {
    en: 'Send `session` as a JSON object.',
    zh: '`session` 应是一个 JSON 对象。',
  },
  request_timeout: {
    en: 'Try again, as the SDKs do by themselves; send less at once.',
    zh: '重试，SDK 会自动这样做；一次少发一些。',
  },
  request_too_large: {
    en: `JSON may be up to ${JSON_MIB} MiB, a form up to ${FORM_MIB} MiB. Send images as URLs; cut long audio.`,
    zh: `JSON 最大 ${JSON_MIB} MiB，表单最大 ${FORM_MIB} MiB。图片用 URL；长音频切成几段。`,
  },
  unsupported_media_type: {
    en: 'Set the `Content-Type` that the message names, and do not compress the body.',
    zh: '设置消息里写明的 `Content-Type`，不要压缩请求体。',
  },
  gateway_overloaded: {
    en: 'Try again; the SDKs do so by themselves. Send large files one after another.',
    zh: '稍后重试，各 SDK 会自动重试。大文件请逐个发送。',
  },
  user_rate_exceeded: {
    en: 'Wait for a minute, or have the operator raise `requestsPerMinute`.',
    zh: '等一分钟，或请运维人员调高 `requestsPerMinute`。',
  },
  too_many_concurrent_requests: {
    en: 'Wait until a request has been answered, as the SDKs do, or have the operator raise `concurrentRequests`.',
    zh: '等有请求完成后再发，SDK 会自动这样做；或请运维人员调高 `concurrentRequests`。',
  },
  token_rate_exceeded: {
    en: 'Wait for `retry-after`, or send a shorter request: each byte of text counts as a token until Azure reports the real number. The operator can raise `tokensPerMinute`.',
    zh: '按 `retry-after` 等待，或缩短请求：在 Azure 报告实际数量之前，文本的每个字节按一个 token 计。运维人员可以调高 `tokensPerMinute`。',
  },
  budget_exceeded: {
    en: '[`/v1/me`](budgets.md#who-has-used-what) shows what is left and when it resets. The operator can raise the `budget`.',
    zh: '[`/v1/me`](budgets.md#谁用了多少)显示剩余金额和重新计算的时间。运维人员可以调高 `budget`。',
  },
  not_metered: {
    en: 'Leave out what the message names, or have the operator lift the budget and the token limit of this user. [What cannot be bounded](budgets.md#what-cannot-be-bounded).',
    zh: '去掉消息里写明的部分，或请运维人员取消该用户的预算和 token 限制。见[无法预先限定的操作](budgets.md#无法预先限定的操作)。',
  },
  ledger_unavailable: {
    en: 'Try again, as the SDKs do by themselves. If it lasts, the operator looks at the Worker that ends in `-ledger`. [`onLedgerFailure`](budgets.md#when-the-ledger-does-not-answer).',
    zh: '重试，SDK 会自动这样做。如果一直如此，运维人员检查名称以 `-ledger` 结尾的 Worker。见 [`onLedgerFailure`](budgets.md#账本没有响应时)。',
  },
  admin_only: {
    en: 'Use [`/v1/me`](budgets.md#who-has-used-what), or have the operator set `admin: true` for the user.',
    zh: '改用 [`/v1/me`](budgets.md#谁用了多少)，或请运维人员为该用户设置 `admin: true`。',
  },
  account_choice_not_allowed: {
    en: 'Leave out [`x-gateway-account`](api.md#headers), or use the key of a user with `admin: true`.',
    zh: '去掉请求头 [`x-gateway-account`](api.md#请求头和响应头)，或使用 `admin: true` 的用户的密钥。',
  },
  account_not_found: {
    en: 'Use one of the listed names in [`x-gateway-account`](api.md#headers), or leave it out.',
    zh: '在 [`x-gateway-account`](api.md#请求头和响应头) 里使用列出的名称之一，或去掉该请求头。',
  },
  invalid_range: {
    en: 'Correct the parameter that the message names. [Parameters](budgets.md#who-has-used-what).',
    zh: '修正消息里写明的参数。见[参数](budgets.md#谁用了多少)。',
  },
  rate_limit_exceeded: {
    en: 'Every Azure account for this model is rate limited, or has just failed. Wait for `retry-after`, as the SDKs do; the operator can raise `capacity` or add a region.',
    zh: '提供该模型的每个 Azure 账户都在限流，或刚刚出错。按 `retry-after` 等待，SDK 会自动这样做；运维人员可以调高 `capacity` 或增加区域。',
  },
  upstream_unreachable: {
    en: 'Try again. The operator checks that the Azure resource exists.',
    zh: '重试。运维人员检查 Azure 资源是否存在。',
  },
  upstream_timeout: {
    en: "Stream the answer, or request less. The model's `timeouts` set the time.",
    zh: '改用流式，或减少请求的内容。时间由模型的 `timeouts` 决定。',
  },
  upstream_stream_interrupted: {
    en: 'Try again. The answer up to here is incomplete.',
    zh: '重试。到此为止的回答是不完整的。',
  },
  upstream_credentials_rejected: {
    en: 'The key of the user is valid. The operator runs `npm run up`, or checks `AZURE_AUTHKEY`. With `entra` in the log line, see [Keyless](keyless.md#when-it-fails).',
    zh: '用户的密钥没有问题。由运维人员执行 `npm run up`，或检查 `AZURE_AUTHKEY`。日志行里有 `entra` 时，见[无密钥](keyless.md#失败时)。',
  },
  azure_access_not_ready: {
    en: 'Wait: after a deployment Azure takes up to ten minutes to accept the gateway. If it lasts, the operator reads `advice` in the log line. See [Keyless](keyless.md).',
    zh: '请等待：部署之后，Azure 最多需要十分钟才会接受网关的身份。若一直如此，由运维人员查看日志行里的 `advice`，见[无密钥](keyless.md)。',
  },
  azure_login_unavailable: {
    en: 'Microsoft Entra does not answer. Retry; the operator reads `entra` in the log line.',
    zh: 'Microsoft Entra 没有应答。请重试；运维人员查看日志行里的 `entra`。',
  },
  upstream_invalid_response: {
    en: "Azure sent a redirect or an unknown encoding, or did not open a WebSocket. The operator checks the resource's name.",
    zh: 'Azure 返回了重定向或无法解码的内容，或没有打开 WebSocket。运维人员检查资源名。',
  },
  client_closed_request: {
    en: 'The client left. Only the log shows this.',
    zh: '客户端已断开。只在日志里出现。',
  },
  internal_error: {
    en: 'A bug. Report it with the `x-request-id`; the places are in `bug` in the log line.',
    zh: '程序缺陷。请附上 `x-request-id` 反馈；出错的位置在日志行的 `bug` 里。',
  },
} as const satisfies Record<FailureKind, Words>;
