import { shanghaiDate } from '@shouwen/shared/value';
import type { ApplicationCategory } from '@shouwen/shared/vocabulary';

/** On the backs of the files; these stay when an administrator renames a service. */
const words: Readonly<Record<ApplicationCategory, string>> = {
  'apply-connection': '报装', 'apply-split-meter': '分表', 'apply-move-meter': '移表', 'apply-larger-meter': '换表', 'apply-move-pipe': '移管', 'apply-replace-pipe': '换管',
  'apply-change-use': '性质', 'apply-change-ratio': '比例', 'apply-other': '其他',
};

/** AP-5: the files of one kind closed in one year (Asia/Shanghai) stand together. */
export const archiveSeries = (category: ApplicationCategory, closedAt: Date): string => `${shanghaiDate(closedAt).slice(0, 4)}-${words[category]}`;
/** `2026-移表-0007`. */
export const archiveNumber = (series: string, sequence: number): string => `${series}-${String(sequence).padStart(4, '0')}`;
