// Which tool a chat answer calls, and with what arguments.
import {
  isObject,
  isSet,
  objectsField,
  textField,
  type JsonObject,
} from '../reading/json-value.ts';
import { invalidRequest, type Refusal } from '../answers/refusal.ts';
import { exampleValue } from './schema-value.ts';

/** A tool of the request. A `custom` tool takes free text, a `function` JSON for its schema. */
export interface Tool {
  readonly type: 'function' | 'custom';
  readonly name: string;
  readonly schema: JsonObject;
}

/**
 * The tool to call: the one that `tool_choice` names, else the first; undefined when there is none
 * or `tool_choice` is `none`.
 */
export function readToolChoice(body: JsonObject): Tool | Refusal | undefined {
  const tools = objectsField(body, 'tools').map(toTool);
  const choice = body['tool_choice'];
  if (tools.length === 0) {
    return isSet(body, 'tool_choice') && choice !== 'none'
      ? invalidRequest(
          "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.",
          'tool_choice',
        )
      : undefined;
  }
  if (choice === 'none') return undefined;
  const name = isObject(choice) ? namedIn(choice) : undefined;
  if (name === undefined) return tools[0];
  return (
    tools.find((tool) => tool.name === name) ??
    invalidRequest(
      `Invalid value for 'tool_choice': no function named '${name}' was specified in the 'tools' ` +
        'parameter.',
      'tool_choice',
    )
  );
}

/** What the tool is called with: JSON for its schema, whose plain strings are the user's text. */
export function toolArguments(tool: Tool, userText: string): string {
  return tool.type === 'custom' ? userText : JSON.stringify(exampleValue(tool.schema, userText));
}

function toTool(given: JsonObject): Tool {
  const type = given['type'] === 'custom' ? 'custom' : 'function';
  const inner = isObject(given[type]) ? given[type] : {};
  const schema = isObject(inner['parameters']) ? inner['parameters'] : { type: 'object' };
  return { type, name: textField(inner, 'name') ?? '', schema };
}

function namedIn(choice: JsonObject): string | undefined {
  const allowed = choice['allowed_tools'];
  const first = isObject(allowed) ? objectsField(allowed, 'tools')[0] : choice;
  return first === undefined ? undefined : toTool(first).name;
}
