// Converts tools of the Responses API to the shape that they have in chat, where a tool's name is one level
// deeper.
import { isObject, objectsField, type JsonObject } from '../../reading/json-value.ts';

/** The body's `tools` and `tool_choice` as chat would have them. Hosted tools are left out. */
export function toChatTools(body: JsonObject): JsonObject {
  const tools = objectsField(body, 'tools').filter(isCallable).map(deepen);
  const choice = body['tool_choice'];
  if (tools.length === 0 && objectsField(body, 'tools').length > 0) return {};
  if (!isObject(choice)) return { tools, tool_choice: choice === 'auto' ? undefined : choice };
  if (choice['type'] === 'allowed_tools') {
    const allowed = objectsField(choice, 'tools').filter(isCallable).map(deepen);
    return { tools, tool_choice: { allowed_tools: { tools: allowed } } };
  }
  return { tools, ...(isCallable(choice) ? { tool_choice: deepen(choice) } : {}) };
}

function isCallable({ type }: JsonObject): boolean {
  return type === 'function' || type === 'custom';
}

function deepen(tool: JsonObject): JsonObject {
  return { type: tool['type'], [String(tool['type'])]: tool };
}
