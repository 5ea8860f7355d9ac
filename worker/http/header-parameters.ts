// The parameters of a header, such as `; boundary=b`, read strictly: parsers disagree about everything that
// does not fit. https://www.rfc-editor.org/rfc/rfc9110#section-5.6.6

export interface Parameter {
  /** In lower case. */
  readonly key: string;
  /** Without its quotes; escapes are left as they are. */
  readonly value: string;
}

/** In quotes with escapes, or bare. */
const PARAMETER = /[ \t]*;[ \t]*([\w*-]+)[ \t]*=[ \t]*(?:"([^"\\]*(?:\\.[^"\\]*)*)"|([^\s";]+))/y;

const LINE_REST = /[ \t]*;?[ \t]*$/y;

/** The parameters from a position to the end; undefined where there is anything else. */
export function readParameters(line: string, from: number): readonly Parameter[] | undefined {
  const parameters: Parameter[] = [];
  let at = from;
  for (;;) {
    PARAMETER.lastIndex = at;
    const match = PARAMETER.exec(line);
    if (match === null) break;
    const [whole, key = '', quoted, bare] = match;
    parameters.push({ key: key.toLowerCase(), value: quoted ?? bare ?? '' });
    at += whole.length;
  }
  LINE_REST.lastIndex = at;
  return LINE_REST.test(line) ? parameters : undefined;
}

/** Those of a Content-Type. */
export function typeParameters(contentType: string): readonly Parameter[] | undefined {
  const end = contentType.indexOf(';');
  return end === -1 ? [] : readParameters(contentType, end);
}
