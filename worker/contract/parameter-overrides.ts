// What an operator can say about the parameters of a model. The settings and the Worker both check it.

/** Parameters of requests to one model, by their names at the top level of a JSON body or a form. */
export interface ParameterOverrides {
  /** Removed from every request. In forms too. */
  readonly drop?: readonly string[];
  /** Sent under another name; old name -> new name. JSON bodies only. */
  readonly rename?: Readonly<Record<string, string>>;
  /** Sent as they are, though the Worker's own table would change them. */
  readonly keep?: readonly string[];
}

/** Without these a request is another one, or cannot be routed, so they cannot be overridden. */
export const PROTECTED_PARAMETERS: readonly string[] = [
  'model',
  'messages',
  'input',
  'prompt',
  'stream',
  'session',
  'file',
  'image',
  'previous_response_id',
  'conversation',
];

/** How a parameter's name is spelled. Fields of forms that hold a list end in `[]`. */
const PARAMETER_NAME = /^[A-Za-z_][\w.-]{0,63}(\[\])?$/;

/** Whether an override may name it. */
export function isOverridable(name: string): boolean {
  const plain = name.toLowerCase().replace('[]', '');
  return PARAMETER_NAME.test(name) && !PROTECTED_PARAMETERS.includes(plain);
}
