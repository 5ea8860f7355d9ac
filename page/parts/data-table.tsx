import type { ComponentChildren } from 'preact';

export interface Column {
  readonly title: string;
  readonly isNumber?: boolean;
}

export interface DataTableProps {
  readonly caption: string;
  readonly columns: readonly Column[];
  /** Cells in the order of the columns; the first is the row's heading. */
  readonly rows: readonly (readonly ComponentChildren[])[];
}

/** A table that scrolls inside itself where the screen is too narrow for it. */
export function DataTable({ caption, columns, rows }: DataTableProps) {
  return (
    <div class="table" role="group" aria-label={caption} tabIndex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ title, isNumber }) => (
              <th key={title} scope="col" class={isNumber === true ? 'number' : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row}>
              {cells.map((cell, index) =>
                index === 0 ? (
                  <th key={index} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={index} class={columns[index]?.isNumber === true ? 'number' : undefined}>
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
