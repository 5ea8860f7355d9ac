// What a schema says about each member of an object: its name, its type and its default.
import { z } from 'zod';

/** A member as the tables show it; `type` and `fallback` are Markdown. */
export interface SchemaRow {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  /** undefined: there is no default, or an empty one. */
  readonly fallback: string | undefined;
}

const jsonSchema = z.object({
  properties: z.record(
    z.string(),
    z.looseObject({
      // Of several types the first one; the others are for tools that write every value as a text.
      type: z.union([z.string(), z.array(z.string()).transform(([first]) => first)]).optional(),
      anyOf: z.array(z.looseObject({ type: z.string() })).optional(),
      enum: z.array(z.union([z.string(), z.number()])).optional(),
    }),
  ),
});

type Property = z.infer<typeof jsonSchema>['properties'][string];

/** The members of an object in the schema's order. */
export function schemaRows(schema: z.ZodObject): readonly SchemaRow[] {
  const { properties } = jsonSchema.parse(
    z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }),
  );
  return Object.entries(schema.shape).map(([name, member]) => {
    const unset = z.safeParse(member, undefined);
    return {
      name,
      type: typeOf(properties[name] ?? {}, unset.data),
      required: !unset.success,
      fallback: isEmpty(unset.data) ? undefined : `\`${asYaml(unset.data)}\``,
    };
  });
}

/** At the top level Pulumi passes every value as text, so the default shows what the text means. */
function typeOf(property: Property, fallback: unknown): string {
  if (typeof fallback === 'boolean') return 'boolean';
  if (property.enum !== undefined) {
    return property.enum.map((value) => `\`${value}\``).join(', ');
  }
  if (typeof fallback === 'number') return 'integer';
  if (property.anyOf !== undefined) {
    return property.anyOf.map(({ type }) => plainType(type)).join(', ');
  }
  return plainType(property.type);
}

function plainType(type = 'any'): string {
  return type === 'array' ? 'list' : type;
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    (typeof value === 'object' && value !== null && Object.keys(value).length === 0)
  );
}

/** A default is a text, a number, true, false or a short list of these. */
function asYaml(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value).replaceAll(',', ', ');
}
