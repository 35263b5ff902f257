import type { UsageAlertKind } from '@shouwen/shared/vocabulary';

/** What is unusual, in one plain sentence; m³. */
export function alertInWords(kind: UsageAlertKind, volume: number, usual: number): string {
  switch (kind) {
    case 'season':
      return `这期用水 ${volume} m³，去年同期大约 ${usual} m³，多了很多。家里可能有地方漏水。`;
    case 'history':
      return `这期用水 ${volume} m³，平时这么多天大约 ${usual} m³，多了很多。家里可能有地方漏水。`;
    case 'rising':
      return `用水连续几期越来越多，这期 ${volume} m³，开始时同样的天数大约 ${usual} m³。家里可能有地方慢慢在漏。`;
  }
}
