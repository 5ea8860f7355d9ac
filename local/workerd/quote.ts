/** A text in workerd's configuration: https://capnproto.org/language.html. */
export function quote(text: string): string {
  return JSON.stringify(text);
}
