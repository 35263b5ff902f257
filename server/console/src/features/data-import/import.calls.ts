import { importStatus, imports, importTemplate, startImport, type ImportKind, type ImportView } from '@shouwen/shared/contract/data-import';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../../api/api-error';
import { addressOf, call } from '../../api/call';
import { queryKeys } from '../../api/query-client';
import { sendForm } from '../../api/upload';

const underWay = (view: ImportView | undefined) => view !== undefined && (view.state === 'waiting' || view.state === 'running');

export function useImports() {
  return useQuery({ queryKey: queryKeys.imports, queryFn: ({ signal }) => call(imports, { signal }) });
}
/** Asks each second while rows are being read. */
export function useImport(id: number | null) {
  return useQuery({
    queryKey: queryKeys.import(id ?? 0), enabled: id !== null, queryFn: ({ signal }) => call(importStatus, { params: { id: id! }, signal }),
    refetchInterval: (query) => (underWay(query.state.data) ? 1000 : false),
  });
}
/** Our column names, as the template's first line gives them. */
export function useColumns(kind: ImportKind) {
  return useQuery({
    queryKey: queryKeys.importTemplate(kind), staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const response = await fetch(addressOf(importTemplate, { query: { kind } }), { credentials: 'same-origin', signal });
      if (!response.ok) throw new ApiError(response.status, 'INTERNAL', '没有取到导入模板，请稍后再试');
      return headerOf(await response.text());
    },
  });
}
export function useStartImport(onProgress: (share: number) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ kind, mapping, file }: { kind: ImportKind; mapping: Record<string, string>; file: File }) => {
      const form = new FormData();
      form.append('kind', kind);
      if (Object.keys(mapping).length > 0) form.append('mapping', JSON.stringify(mapping));
      form.append('file', file);
      return sendForm(startImport, form, { onProgress });
    },
    onSuccess: (view) => {
      client.setQueryData(queryKeys.import(view.id), view);
      void client.invalidateQueries({ queryKey: queryKeys.imports });
    },
  });
}

/** The column names of a CSV text's first line. */
export function headerOf(text: string): string[] {
  const line = text.replace(/^\uFEFF/, '').split(/\r?\n/, 1)[0] ?? '';
  const cells = line.match(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g) ?? [];
  return cells.map((cell) => cell.replace(/,$/, '').trim().replace(/^"([\s\S]*)"$/, '$1').replaceAll('""', '"').trim()).filter((cell) => cell !== '');
}

/** The column names of a CSV file in UTF-8 or GB18030; null of a workbook, which only the server opens. */
export async function columnsOf(file: File): Promise<string[] | null> {
  if (!/\.csv$/i.test(file.name)) return null;
  const bytes = await file.slice(0, 16_384).arrayBuffer();
  // `stream` because the slice may end within a character.
  try {
    return headerOf(new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true }));
  } catch {
    return headerOf(new TextDecoder('gb18030').decode(bytes, { stream: true }));
  }
}
